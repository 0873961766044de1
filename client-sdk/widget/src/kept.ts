/** What this device may remember of the person, once they have consented: nothing before. */
import type { Purpose } from '@senim/client';

export interface Kept {
  /** A visitor's; users are vouched for by the page each time. */
  readonly token?: string;
  readonly purposes: readonly Purpose[];
}

const keyFor = (url: string): string => `senim ${url}`;

export const readKept = (url: string): Kept | undefined => {
  try {
    const kept = JSON.parse(localStorage.getItem(keyFor(url)) ?? 'null') as Kept | null;
    return Array.isArray(kept?.purposes) ? kept : undefined;
  } catch {
    // No storage (private mode, a sandboxed frame), or not ours: begin anew.
    return undefined;
  }
};

export const hasKept = (url: string): boolean => readKept(url) !== undefined;

export const keep = (url: string, kept: Kept | undefined): void => {
  try {
    if (kept) localStorage.setItem(keyFor(url), JSON.stringify(kept));
    else localStorage.removeItem(keyFor(url));
  } catch {
    // Remembered until the page is left.
  }
};
