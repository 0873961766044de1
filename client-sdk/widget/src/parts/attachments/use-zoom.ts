/** Enlarges and moves a picture: wheel, pinch, double click, drag; keys go through the same functions. */
import type { TargetedPointerEvent, TargetedWheelEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const MOST = 6;
const STEP = 1.5;
const WHEEL = 0.0018;

interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const WHOLE: View = { scale: 1, x: 0, y: 0 };

export interface Zoom {
  readonly isEnlarged: boolean;
  readonly style: { readonly transform: string };
  readonly handlers: {
    readonly onWheel: (event: TargetedWheelEvent<HTMLElement>) => void;
    readonly onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
    readonly onDblClick: () => void;
  };
  /** By steps: 1 is larger, −1 smaller. */
  step(by: 1 | -1): void;
}

type Points = Map<number, { readonly x: number; readonly y: number }>;

const middleOf = (points: Points): { x: number; y: number; distance: number } => {
  const [one, other = one] = [...points.values()];
  if (!one || !other) return { x: 0, y: 0, distance: 0 };
  return {
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    distance: Math.hypot(one.x - other.x, one.y - other.y),
  };
};

/** @param key another picture begins whole. */
export const useZoom = (key: string): Zoom => {
  const [view, setView] = useState<View>(WHOLE);
  const points = useRef<Points>(new Map());
  useEffect(() => setView(WHOLE), [key]);

  const zoom = (factor: number, dx = 0, dy = 0) =>
    setView(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(1, scale * factor));
      return next === 1 ? WHOLE : { scale: next, x: x + dx, y: y + dy };
    });
  const onPointerMove = (event: PointerEvent) => {
    const known = points.current;
    if (!known.has(event.pointerId)) return;
    const before = middleOf(known);
    known.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = middleOf(known);
    zoom(
      before.distance > 0 && known.size > 1 ? now.distance / before.distance : 1,
      now.x - before.x,
      now.y - before.y,
    );
  };
  const lift = (event: PointerEvent) => void points.current.delete(event.pointerId);

  return {
    isEnlarged: view.scale > 1,
    style: { transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` },
    handlers: {
      onWheel: (event) => zoom(Math.exp(-event.deltaY * WHEEL)),
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        points.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp: lift,
      onPointerCancel: lift,
      onDblClick: () => (view.scale > 1 ? setView(WHOLE) : zoom(STEP * STEP)),
    },
    step: (by) => zoom(by === 1 ? STEP : 1 / STEP),
  };
};
