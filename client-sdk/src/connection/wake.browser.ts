/** Notices that a page came back from sleep, from the background, or from a lost network. */
import type { Unsubscribe } from '../events/typed-emitter.ts';

/** Does nothing where there is no page. */
export const onWake = (wake: () => void): Unsubscribe => {
  if (typeof document === 'undefined') return () => {};
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', whenVisible);
  };
};
