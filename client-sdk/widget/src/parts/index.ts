/** The parts that widget and console are both made of. */
export { Media, MediaContext } from './attachments/media.tsx';
export { ChatSession } from './chat/chat-session.ts';
export { unreadCount } from './chat/chat-state.ts';
export { ConnectionNotice } from './chat/connection-notice.tsx';
export { MessageList } from './chat/message-list.tsx';
export { problemText } from './chat/problem-text.ts';
export { Composer } from './composer/composer.tsx';
export { DropTarget } from './composer/drop-target.tsx';
export { type Permit, useComposer } from './composer/use-composer.ts';
export { Icon, IconButton, type IconName } from './icon.tsx';
export { Menu, type MenuItem } from './menu.tsx';
export { createStore, type Store, useStore } from './store.ts';
export type { Texts } from './text/en.ts';
export { LanguageContext, useLocale, useTexts } from './text/language.tsx';
export { type Language, loadLanguage } from './text/load-language.ts';
export { asLocale, chooseLocale, type Locale, localeNames, locales } from './text/locale.ts';
export { formatBytes, formatDay, formatMoment, formatTime } from './text-tools/format.ts';
export { type Theme, useTheme } from './theme.ts';
