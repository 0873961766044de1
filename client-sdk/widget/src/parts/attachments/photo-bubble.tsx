/** A photo in a bubble: its place is kept by size and blur until the picture is there; a click enlarges it. */
import type { Attachment } from '@senim/client';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { lazy } from '../lazy.tsx';
import { useTexts } from '../text/language.tsx';
import { useMediaUrl } from './media.tsx';
import { decodeThumbHash } from './thumb-hash.ts';

const PhotoViewer = lazy(async () => (await import('./photo-viewer.tsx')).PhotoViewer);

const WIDEST = 264;
const HIGHEST = 320;
const NARROWEST = 120;

/** The size on the screen: the photo's own proportions within bounds. */
export const placeFor = (width = 4, height = 3): { width: string; aspectRatio: string } => {
  const ratio = Math.min(Math.max(width / height, 0.45), 3);
  return { width: `${Math.max(NARROWEST, Math.min(WIDEST, HIGHEST * ratio))}px`, aspectRatio: String(ratio) };
};

const Blur = ({ hash }: { hash: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const picture = decodeThumbHash(hash);
    const context = canvas.current?.getContext('2d');
    if (!picture || !canvas.current || !context) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    context.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [hash]);
  return <canvas ref={canvas} />;
};

export const PhotoBubble = ({ attachment }: { attachment: Attachment }) => {
  const texts = useTexts();
  const [enlarged, enlarge] = useState(false);
  const available = attachment.status === 'available';
  const { url, failed } = useMediaUrl(available ? attachment.id : undefined, 'thumbnail');
  const note =
    attachment.status === 'checking'
      ? texts.checking
      : attachment.status === 'rejected'
        ? texts.rejected
        : attachment.status === 'destroyed'
          ? texts.destroyed
          : failed && texts.couldNotLoad;
  return (
    <>
      <button
        type="button"
        class="photo"
        style={placeFor(attachment.width, attachment.height)}
        aria-label={note || texts.openPhoto}
        disabled={!available}
        onClick={() => enlarge(true)}
      >
        {attachment.thumbHash && <Blur hash={attachment.thumbHash} />}
        {url && <img src={url} alt="" />}
        {note && <span class="photo-note">{note}</span>}
      </button>
      {enlarged && (
        <PhotoViewer
          attachment={attachment}
          preview={url}
          onClose={() => enlarge(false)}
          onLoadFailed={() => enlarge(false)}
        />
      )}
    </>
  );
};
