/** The separate door for identity documents: into the vault, past the conversation. */
import { type IdentityDocumentType, identityDocumentTypes } from '@senim/client';
import { useRef, useState } from 'preact/hooks';
import { problemText } from '../parts/chat/problem-text.ts';
import { photoAccept } from '../parts/composer/chosen-files.ts';
import { Icon } from '../parts/icon.tsx';
import { useFileTexts } from '../parts/text/files/use-file-texts.ts';
import { useTexts } from '../parts/text/language.tsx';
import { Sheet } from './sheet.tsx';

/** “Other” is taken only when it was asked for. */
const ANY_TYPE = identityDocumentTypes.filter((type) => type !== 'other');

export interface IdentitySheetProps {
  /** What was asked for; any type when nothing was. */
  readonly types?: readonly IdentityDocumentType[] | undefined;
  /** Chosen already: what was caught in the chat. */
  readonly chosen?: Blob | undefined;
  readonly onSend: (documentType: IdentityDocumentType, file: Blob) => Promise<void>;
  readonly onClose: () => void;
}

export const IdentitySheet = ({ types = ANY_TYPE, chosen, onSend, onClose }: IdentitySheetProps) => {
  const texts = useTexts();
  const own = useFileTexts();
  const picker = useRef<HTMLInputElement>(null);
  const [documentType, setType] = useState(types[0] as IdentityDocumentType);
  const [file, setFile] = useState(chosen);
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle');
  const [error, setError] = useState<string | undefined>();
  const send = async () => {
    if (!file) return;
    setState('sending');
    setError(undefined);
    try {
      await onSend(documentType, file);
      setState('done');
    } catch (caught) {
      setError(problemText(texts, caught));
      setState('idle');
    }
  };
  return (
    <Sheet title={own.identityTitle} onCancel={onClose}>
      {state === 'done' ? (
        <p role="status">{own.identityDone}</p>
      ) : (
        <>
          <p>{own.identityIntro}</p>
          <label>
            <span class="label">{own.identityType}</span>
            <select
              class="field"
              value={documentType}
              onChange={(event) => setType(event.currentTarget.value as IdentityDocumentType)}
            >
              {types.map((type) => (
                <option key={type} value={type}>
                  {own.documentTypes[type]}
                </option>
              ))}
            </select>
          </label>
          <div>
            <span class="label">{own.identityChoose}</span>
            <button type="button" class="button quiet pick" onClick={() => picker.current?.click()}>
              <Icon name="card" />
              <span>{file instanceof File ? file.name : file ? texts.photo : own.identityPick}</span>
            </button>
            {/* Opened by the button above, whose words are in the person's language. */}
            <input
              ref={picker}
              type="file"
              accept={photoAccept()}
              hidden
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
          </div>
          {error && (
            <p class="foot-problem" role="alert">
              {error}
            </p>
          )}
        </>
      )}
      <div class="sheet-buttons">
        {state !== 'done' && (
          <button type="button" class="button" disabled={!file || state === 'sending'} onClick={() => void send()}>
            {state === 'sending' ? texts.loading : own.identitySend}
          </button>
        )}
        <button type="button" class="button quiet" onClick={onClose}>
          {state === 'done' ? texts.close : texts.cancel}
        </button>
      </div>
    </Sheet>
  );
};
