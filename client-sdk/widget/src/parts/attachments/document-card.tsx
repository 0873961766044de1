/** A file in a bubble: its first page, its name and size, and what can be had of it, the safe copy first. */
import { type Attachment, previewPageVariants } from '@senim/client';
import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { formatBytes } from '../text-tools/format.ts';
import { extensionOf, nameOfSafeCopy } from './document-names.ts';
import { saveAs, useMedia, useMediaUrl } from './media.tsx';
import { statusNote } from './status-note.ts';
import { Viewer } from './viewer.tsx';

type Download = 'full' | 'original';

const useDownload = ({ id, name, original }: Attachment) => {
  const media = useMedia();
  const [state, setState] = useState<Download | 'failed' | undefined>();
  const download = async (variant: Download) => {
    setState(variant);
    try {
      saveAs(await media.url(id, variant), original && variant === 'full' ? nameOfSafeCopy(name) : name);
      setState(undefined);
    } catch {
      setState('failed');
    }
  };
  return { state, download };
};

const FirstPage = ({ attachment, onOpen }: { attachment: Attachment; onOpen: () => void }) => {
  const own = useFileTexts();
  const { url } = useMediaUrl(attachment.id, 'thumbnail');
  return (
    <button type="button" class="page" aria-label={`${own.openPages}: ${attachment.name}`} onClick={onOpen}>
      {url ? <img src={url} alt="" /> : <Icon name="file" />}
    </button>
  );
};

const Downloads = ({ attachment }: { attachment: Attachment }) => {
  const own = useFileTexts();
  const texts = useTexts();
  const { state, download } = useDownload(attachment);
  const { original, bytes, name, scanned } = attachment;
  const button = (variant: Download, label: string, size: number) => (
    <button type="button" class="file-download" disabled={state === variant} onClick={() => void download(variant)}>
      <Icon name={variant === 'full' && original ? 'shield' : 'download'} />
      <span>{label}</span>
      <span class="file-size">{formatBytes(size, texts)}</span>
      <span class="visually-hidden">{name}</span>
    </button>
  );
  // What came in as it is, and nobody has looked at, says so before it is opened.
  const unscanned = scanned === false && (original ? own.originalNotScanned : own.fileNotScanned);
  return (
    <div class="file-downloads">
      {button('full', original ? own.safeCopy : own.download, bytes)}
      {original && button('original', own.originalFile, original.bytes)}
      {unscanned && <p class="file-warning">{unscanned}</p>}
      {state === 'failed' && (
        <p class="file-warning" role="alert">
          {own.couldNotLoad}
        </p>
      )}
    </div>
  );
};

export const DocumentCard = ({ attachment }: { attachment: Attachment }) => {
  const own = useFileTexts();
  const texts = useTexts();
  const [reading, read] = useState(false);
  const { id, name, status, pages, previewPages = 0 } = attachment;
  const available = status === 'available';
  const facts = [extensionOf(name), pages && own.pages(pages)].filter(Boolean).join(' · ');
  const note = statusNote(attachment, own, texts) ?? facts;
  return (
    <div class="document-card">
      <div class="file">
        {available && previewPages > 0 ? (
          <FirstPage attachment={attachment} onOpen={() => read(true)} />
        ) : (
          <span class="round" aria-hidden="true">
            <Icon name="file" />
          </span>
        )}
        <span class="file-text">
          <span class="file-name">{name}</span>
          <span class="file-size">{note}</span>
        </span>
      </div>
      {available && <Downloads attachment={attachment} />}
      {reading && (
        <Viewer
          slides={previewPageVariants.slice(0, previewPages).map((variant, index) => ({
            id,
            name: `${name} ${index + 1}`,
            variant,
            preview: undefined,
          }))}
          first={0}
          onClose={() => read(false)}
        />
      )}
    </div>
  );
};
