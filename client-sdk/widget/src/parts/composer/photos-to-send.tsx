/** The photos chosen and not yet sent, each of which can still be left out. */
import { useEffect, useState } from 'preact/hooks';
import { IconButton } from '../icon.tsx';
import { useTexts } from '../text/language.tsx';

const Preview = ({ file }: { file: File }) => {
  const texts = useTexts();
  const [url, setUrl] = useState<string | undefined>();
  const [unknown, setUnknown] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (unknown || !url) return <span class="blank">{file.name.slice(-24)}</span>;
  return <img src={url} alt={`${texts.photoPreview}: ${file.name}`} onError={() => setUnknown(true)} />;
};

export interface PhotosToSendProps {
  readonly photos: readonly File[];
  readonly onRemove: (photo: File) => void;
}

export const PhotosToSend = ({ photos, onRemove }: PhotosToSendProps) => {
  const texts = useTexts();
  return (
    <ul class="to-send" aria-label={texts.photosLabel(photos.length)}>
      {photos.map((photo, index) => (
        <li key={`${photo.name} ${photo.lastModified} ${index}`}>
          <Preview file={photo} />
          <IconButton name="close" label={`${texts.removePhoto}: ${photo.name}`} onClick={() => onRemove(photo)} />
        </li>
      ))}
    </ul>
  );
};
