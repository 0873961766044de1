/** What the launcher says: the only sentences that every page loads. */
import type { Locale } from '../parts/text/locale.ts';
import { russian } from '../parts/text/plural.ts';

export interface LauncherTexts {
  readonly open: string;
  readonly close: string;
  readonly unread: (count: number) => string;
  readonly failed: string;
}

export const launcherTexts: Record<Locale, LauncherTexts> = {
  kk: {
    open: 'Чатты ашу',
    close: 'Чатты жабу',
    unread: (count) => `${count} оқылмаған хабарлама`,
    failed: 'Чат жүктелмеді. Қайталап көріңіз',
  },
  ru: {
    open: 'Открыть чат',
    close: 'Закрыть чат',
    unread: (count) => russian(count, 'непрочитанное сообщение', 'непрочитанных сообщения', 'непрочитанных сообщений'),
    failed: 'Чат не загрузился. Попробуйте ещё раз',
  },
  en: {
    open: 'Open the chat',
    close: 'Close the chat',
    unread: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    failed: 'The chat could not be loaded. Try again',
  },
};
