/** The separate door for identity documents: into the vault, past the conversation. */
import { type IdentityDocumentType, identityDocumentTypes } from '@senim/client';
import { useRef, useState } from 'preact/hooks';
import { Icon, photoAccept, problemText, useTexts } from '../parts/index.ts';
import { Sheet } from './sheet.tsx';

export interface IdentitySheetProps {
  readonly onSend: (documentType: IdentityDocumentType, file: Blob) => Promise<void>;
  readonly onClose: () => void;
}

export const IdentitySheet = ({ onSend, onClose }: IdentitySheetProps) => {
  const texts = useTexts();
  const picker = useRef<HTMLInputElement>(null);
  const [documentType, setType] = useState<IdentityDocumentType>('identity-card');
  const [file, setFile] = useState<File | undefined>();
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
    <Sheet title={texts.identityTitle} onCancel={onClose}>
      {state === 'done' ? (
        <p role="status">{texts.identityDone}</p>
      ) : (
        <>
          <p>{texts.identityIntro}</p>
          <label>
            <span class="label">{texts.identityType}</span>
            <select
              class="field"
              value={documentType}
              onChange={(event) => setType(event.currentTarget.value as IdentityDocumentType)}
            >
              {identityDocumentTypes.map((type) => (
                <option key={type} value={type}>
                  {texts.documentTypes[type]}
                </option>
              ))}
            </select>
          </label>
          <div>
            <span class="label">{texts.identityChoose}</span>
            <button type="button" class="button quiet pick" onClick={() => picker.current?.click()}>
              <Icon name="card" />
              <span>{file?.name ?? texts.identityPick}</span>
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
            {state === 'sending' ? texts.loading : texts.identitySend}
          </button>
        )}
        <button type="button" class="button quiet" onClick={onClose}>
          {state === 'done' ? texts.close : texts.cancel}
        </button>
      </div>
    </Sheet>
  );
};
