/** The photos chosen and not yet sent, in the order in which they will stand; each can still be left out. */
import { limits } from '@senim/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, IconButton } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { photoAccept } from './chosen-files.ts';

const Preview = ({ file }: { file: File }) => {
  const own = useFileTexts();
  const [url, setUrl] = useState<string | undefined>();
  const [unknown, setUnknown] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (unknown || !url) return <span class="blank">{file.name.slice(-24)}</span>;
  return <img src={url} alt={`${own.photoPreview}: ${file.name}`} onError={() => setUnknown(true)} />;
};

const AddMore = ({ onAdd }: { onAdd: (photos: readonly File[]) => void }) => {
  const own = useFileTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <li>
      <button type="button" class="blank" aria-label={own.addPhotos} onClick={() => input.current?.click()}>
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        accept={photoAccept()}
        multiple
        hidden
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          onAdd(chosen);
        }}
      />
    </li>
  );
};

export interface PhotosToSendProps {
  readonly photos: readonly File[];
  readonly onRemove: (photo: File) => void;
  readonly onAdd: (photos: readonly File[]) => void;
}

export const PhotosToSend = ({ photos, onRemove, onAdd }: PhotosToSendProps) => {
  const own = useFileTexts();
  return (
    <>
      <ul class="to-send" aria-label={own.photosLabel(photos.length)}>
        {photos.map((photo, index) => (
          <li key={`${photo.name} ${photo.lastModified} ${index}`}>
            <Preview file={photo} />
            <IconButton name="close" label={`${own.removePhoto}: ${photo.name}`} onClick={() => onRemove(photo)} />
          </li>
        ))}
        {photos.length < limits.attachmentsPerMessage && <AddMore onAdd={onAdd} />}
      </ul>
      <p class="to-send-note">
        <Icon name="shield" />
        {own.photosPromise}
      </p>
    </>
  );
};
