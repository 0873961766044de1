/** The console's keys: J and K or the arrows move through the inbox, R begins an answer, Escape leaves the field. */
import { useEffect } from 'preact/hooks';
import type { ConsoleSession } from '../console-session.ts';

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [role="menu"], dialog') !== null;

export const useShortcuts = (session: ConsoleSession): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (isWriting(target)) {
        if (event.key === 'Escape' && target instanceof HTMLTextAreaElement) target.blur();
        return;
      }
      const inMessages = target instanceof HTMLElement && target.closest('.messages-scroll') !== null;
      // By the place of the key, so that it works on a Cyrillic layout as well.
      if (event.code === 'KeyJ' || (event.key === 'ArrowDown' && !inMessages)) session.step(1);
      else if (event.code === 'KeyK' || (event.key === 'ArrowUp' && !inMessages)) session.step(-1);
      else if (event.code === 'KeyR') document.querySelector<HTMLElement>('.composer textarea')?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [session]);
};
