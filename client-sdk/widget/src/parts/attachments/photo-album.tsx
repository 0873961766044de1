/** The photos of a message: each place is kept by size and blur until its picture is there; a click enlarges it. */
import type { Attachment } from '@senim/client';
import { useState } from 'preact/hooks';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { Blur } from './blur.tsx';
import { useMediaUrl } from './media.tsx';
import { albumPlace, placeFor } from './place.ts';
import { statusNote } from './status-note.ts';
import { Viewer } from './viewer.tsx';

interface TileProps {
  readonly photo: Attachment;
  readonly place: Record<string, string>;
  readonly label: string;
  readonly onOpen: () => void;
}

const Tile = ({ photo, place, label, onOpen }: TileProps) => {
  const own = useFileTexts();
  const texts = useTexts();
  const available = photo.status === 'available';
  const { url, failed } = useMediaUrl(available ? photo.id : undefined, 'thumbnail');
  const note = statusNote(photo, own, texts) ?? (failed && own.couldNotLoad);
  return (
    <button type="button" class="photo" style={place} aria-label={note || label} disabled={!available} onClick={onOpen}>
      {photo.thumbHash && <Blur hash={photo.thumbHash} />}
      {url && <img src={url} alt="" />}
      {note && <span class="photo-note">{note}</span>}
    </button>
  );
};

export const PhotoAlbum = ({ photos }: { photos: readonly Attachment[] }) => {
  const own = useFileTexts();
  const [open, setOpen] = useState<string | undefined>();
  const shown = photos.filter(({ status }) => status === 'available');
  const isAlone = photos.length === 1;
  return (
    <div class={isAlone ? '' : 'album'}>
      {photos.map((photo, index) => (
        <Tile
          key={photo.id}
          photo={photo}
          place={isAlone ? placeFor(photo.width, photo.height) : albumPlace(index, photos.length)}
          label={isAlone ? own.openPhoto : `${own.openPhoto}, ${own.oneOf(index + 1, photos.length)}`}
          onOpen={() => setOpen(photo.id)}
        />
      ))}
      {open !== undefined && (
        <Viewer
          slides={shown.map(({ id, name }) => ({ id, name, variant: 'full', preview: 'thumbnail' }))}
          first={shown.findIndex(({ id }) => id === open)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
};
