/** What the launcher knows of the chat behind it, and the chat of the launcher. */
import type { Locale } from './parts/text/locale.ts';

export interface WidgetApp {
  open(): void;
  close(): void;
  /** Picks up the conversation of somebody who has consented before. */
  resume(): void;
  setLocale(locale: Locale): void;
  dispose(): void;
}

/** What the chat tells the launcher. */
export interface WidgetNews {
  readonly isOpen: boolean;
  readonly unread: number;
  readonly locale: Locale;
}
