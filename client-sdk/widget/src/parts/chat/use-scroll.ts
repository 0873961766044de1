/** Keeps a list at its end while new messages come, and in place while earlier ones are put before it. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const NEAR = 80;

export interface ScrollOptions {
  readonly scroll: RefObject<HTMLElement | null>;
  /** The key of the first row: a change means that rows were put before it. */
  readonly firstKey: string | undefined;
  readonly lastKey: string | undefined;
  readonly lastIsOwn: boolean;
  readonly onTop: () => void;
  readonly onEnd: () => void;
}

export const useScroll = ({ scroll, firstKey, lastKey, lastIsOwn, onTop, onEnd }: ScrollOptions): (() => void) => {
  const held = useRef({ atEnd: true, height: 0, firstKey, lastKey });

  useLayoutEffect(() => {
    const list = scroll.current;
    if (!list) return;
    const before = held.current;
    const grewAtTop = before.firstKey !== firstKey && before.lastKey === lastKey && before.firstKey !== undefined;
    if (grewAtTop && !before.atEnd) list.scrollTop += list.scrollHeight - before.height;
    else if (before.atEnd || (lastIsOwn && before.lastKey !== lastKey)) list.scrollTop = list.scrollHeight;
    held.current = { ...before, height: list.scrollHeight, firstKey, lastKey };
  });

  // The window, the keyboard, a growing composer or a picture that has come change the height as well.
  useEffect(() => {
    const list = scroll.current;
    if (!list) return;
    const observer = new ResizeObserver(() => {
      if (held.current.atEnd) list.scrollTop = list.scrollHeight;
    });
    observer.observe(list);
    for (const child of list.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroll]);

  return () => {
    const list = scroll.current;
    if (!list) return;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
    held.current.atEnd = atEnd;
    held.current.height = list.scrollHeight;
    if (list.scrollTop < NEAR) onTop();
    if (atEnd) onEnd();
  };
};
