/** How much of the window is left while a phone's keyboard covers the rest. */
import { useEffect, useState } from 'preact/hooks';

/** Undefined where the window's own height can be relied on. */
export const useViewportHeight = (active: boolean): number | undefined => {
  const [height, setHeight] = useState<number | undefined>();
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport || !active) return;
    const update = () => setHeight(viewport.scale === 1 && viewport.height < innerHeight ? viewport.height : undefined);
    viewport.addEventListener('resize', update);
    return () => viewport.removeEventListener('resize', update);
  }, [active]);
  return height;
};
