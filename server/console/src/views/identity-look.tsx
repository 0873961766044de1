/** One look at an identity document: a reason first, then the picture, and nothing is kept. */
import type { IdentityDocument } from '@senim/client';
import { useFileTexts } from '@senim/widget/file-texts';
import { Icon, problemText, useTexts } from '@senim/widget/parts';
import { useEffect, useState } from 'preact/hooks';
import type { Desk } from '../console-session.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { Dialog } from './dialog.tsx';

export interface IdentityLookProps {
  readonly desk: Desk;
  readonly document: IdentityDocument;
  readonly onClose: () => void;
}

export const IdentityLook = ({ desk, document, onClose }: IdentityLookProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const files = useFileTexts();
  const [reason, setReason] = useState('');
  const [url, setUrl] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);

  const look = async () => {
    if (reason.trim() === '') return setError(own.lookNeedsReason);
    setBusy(true);
    setError(undefined);
    try {
      const picture = await desk.client.identityDocuments.content(document.id, { reason: reason.trim() });
      setUrl(URL.createObjectURL(picture));
    } catch (caught) {
      setError(problemText(texts, caught));
    }
    setBusy(false);
  };

  return (
    <Dialog title={files.documentTypes[document.documentType]} class={url ? 'picture' : ''} onClose={onClose}>
      <p class="recorded">
        <Icon name="shield" />
        <span>{own.lookRecorded}</span>
      </p>
      {url ? (
        <img src={url} alt={own.documentPicture} draggable={false} onContextMenu={(event) => event.preventDefault()} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <label>
            <span class="label">{own.lookReason}</span>
            <input
              class="field"
              value={reason}
              maxLength={500}
              placeholder={own.lookReasonHint}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          {error && (
            <p class="form-problem" role="alert">
              {error}
            </p>
          )}
          <div class="box-buttons">
            <button type="button" class="button quiet" onClick={onClose}>
              {texts.cancel}
            </button>
            <button type="submit" class="button" disabled={busy}>
              {own.look}
            </button>
          </div>
        </form>
      )}
      {url && (
        <div class="box-buttons">
          <button type="button" class="button" onClick={onClose}>
            {texts.close}
          </button>
        </div>
      )}
    </Dialog>
  );
};
