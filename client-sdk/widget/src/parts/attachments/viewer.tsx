/** Pictures over the whole window: photos, or a document's pages. Arrows turn, plus and minus enlarge, Escape closes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../icon.tsx';
import { useFileTexts } from '../text/files/use-file-texts.ts';
import { useTexts } from '../text/language.tsx';
import { saveAs, useMediaUrl, type Variant } from './media.tsx';
import { useZoom } from './use-zoom.ts';

export interface Slide {
  readonly id: string;
  readonly name: string;
  readonly variant: Variant;
  /** Shown until the picture is there. */
  readonly preview: Variant | undefined;
}

export interface ViewerProps {
  readonly slides: readonly Slide[];
  readonly first: number;
  readonly onClose: () => void;
}

interface StageProps {
  readonly slide: Slide;
  readonly label: string;
  readonly zoom: ReturnType<typeof useZoom>;
  readonly onClose: () => void;
}

const Stage = ({ slide, label, zoom, onClose }: StageProps) => {
  const own = useFileTexts();
  const texts = useTexts();
  const full = useMediaUrl(slide.id, slide.variant);
  const preview = useMediaUrl(slide.preview && slide.id, slide.preview ?? 'thumbnail');
  const url = full.url ?? preview.url;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a convenience beside the buttons and the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div
      class="viewer-stage"
      {...zoom.handlers}
      onClick={(event) => event.target === event.currentTarget && !zoom.isEnlarged && onClose()}
    >
      {url && <img src={url} alt={label} draggable={false} style={zoom.style} />}
      {!url && !full.failed && <div class="spinner" role="status" aria-label={texts.loading} />}
      {full.failed && (
        <p class="viewer-note" role="alert">
          {own.couldNotLoad}
        </p>
      )}
    </div>
  );
};

export const Viewer = ({ slides, first, onClose }: ViewerProps) => {
  const texts = useTexts();
  const own = useFileTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, setAt] = useState(Math.max(0, first));
  const slide = slides[Math.min(at, slides.length - 1)] as Slide;
  const { url } = useMediaUrl(slide.id, slide.variant);
  const zoom = useZoom(`${slide.id} ${slide.variant}`);
  const turn = (by: 1 | -1) => setAt((held) => Math.min(slides.length - 1, Math.max(0, held + by)));
  useEffect(() => {
    const shown = dialog.current;
    // The browser keeps the focus inside, and gives it back on closing.
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => turn(-1),
      ArrowRight: () => turn(1),
      '+': () => zoom.step(1),
      '=': () => zoom.step(1),
      '-': () => zoom.step(-1),
    };
    // The panel beneath listens for it as well.
    if (event.key === 'Escape') event.stopPropagation();
    acts[event.key]?.();
  };
  const isOne = slides.length === 1;
  const place = own.oneOf(at + 1, slides.length);
  return (
    <dialog ref={dialog} class="viewer" aria-label={slide.name} onClose={onClose} onKeyDown={onKeyDown}>
      <div class="viewer-bar">
        <span class="viewer-place" role="status">
          {!isOne && place}
        </span>
        <IconButton name="smaller" label={own.zoomOut} disabled={!zoom.isEnlarged} onClick={() => zoom.step(-1)} />
        <IconButton name="attach" label={own.zoomIn} onClick={() => zoom.step(1)} />
        <IconButton
          name="download"
          label={own.download}
          disabled={!url}
          onClick={() => url && saveAs(url, slide.name)}
        />
        <IconButton name="close" label={texts.close} onClick={onClose} />
      </div>
      <Stage slide={slide} label={isOne ? texts.photo : place} zoom={zoom} onClose={onClose} />
      {!isOne && (
        <>
          <IconButton
            name="back"
            class="turn before"
            label={own.previous}
            disabled={at === 0}
            onClick={() => turn(-1)}
          />
          <IconButton
            name="back"
            class="turn after"
            label={own.next}
            disabled={at === slides.length - 1}
            onClick={() => turn(1)}
          />
        </>
      )}
    </dialog>
  );
};
