/** A photo over the whole window; Escape, the button or a click beside it closes. */
import type { Attachment } from '@senim/client';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';
import { saveAs, useMediaUrl } from './media.tsx';

export interface PhotoViewerProps {
  readonly attachment: Attachment;
  /** Shown until the full picture is there. */
  readonly preview: string | undefined;
  readonly onClose: () => void;
}

export const PhotoViewer = ({ attachment, preview, onClose }: PhotoViewerProps) => {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const { url } = useMediaUrl(attachment.id, 'full');
  useEffect(() => {
    const shown = dialog.current;
    // The browser keeps the focus inside, and gives it back on closing.
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const shownUrl = url ?? preview;
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={texts.photo}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div class="viewer-bar">
        {url && <IconButton name="download" label={texts.download} onClick={() => saveAs(url, attachment.name)} />}
        <IconButton name="close" label={texts.close} onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a convenience beside the button and the Escape key */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same */}
      <div class="viewer-stage" onClick={(event) => event.target === event.currentTarget && onClose()}>
        {shownUrl && <img src={shownUrl} alt={texts.photo} />}
      </div>
    </dialog>
  );
};
