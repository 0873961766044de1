/** Asks the customer for documents: which, and why. The server makes the card that the customer sees. */
import { type Conversation, type IdentityDocumentType, identityDocumentTypes } from '@senim/client';
import { useFileTexts } from '@senim/widget/file-texts';
import { problemText, useTexts } from '@senim/widget/parts';
import { useState } from 'preact/hooks';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { Dialog } from './dialog.tsx';

export interface DocumentRequestFormProps {
  readonly conversation: Conversation;
  /** “Other” is a supervisor's to ask for (S47). */
  readonly mayAskForOther: boolean;
  readonly onClose: () => void;
}

export const DocumentRequestForm = ({ conversation, mayAskForOther, onClose }: DocumentRequestFormProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const files = useFileTexts();
  const [types, setTypes] = useState<readonly IdentityDocumentType[]>(['identity-card']);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const toggle = (type: IdentityDocumentType) =>
    setTypes(types.includes(type) ? types.filter((held) => held !== type) : [...types, type]);
  const ask = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await conversation.requestDocuments({ documentTypes: [...types], reason: reason.trim() });
      onClose();
    } catch (caught) {
      setError(problemText(texts, caught));
    }
    setBusy(false);
  };
  return (
    <Dialog title={own.askForDocument} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <fieldset class="checks">
          <legend class="label">{own.askWhich}</legend>
          {identityDocumentTypes
            .filter((type) => mayAskForOther || type !== 'other')
            .map((type) => (
              <label key={type}>
                <input type="checkbox" checked={types.includes(type)} onChange={() => toggle(type)} />{' '}
                {files.documentTypes[type]}
              </label>
            ))}
        </fieldset>
        <label>
          <span class="label">{own.askWhy}</span>
          <input
            class="field"
            required
            maxLength={500}
            value={reason}
            placeholder={own.lookReasonHint}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <p>{own.askPromise}</p>
        {error && (
          <p class="form-problem" role="alert">
            {error}
          </p>
        )}
        <div class="box-buttons">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" disabled={busy || types.length === 0 || reason.trim() === ''}>
            {own.ask}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
