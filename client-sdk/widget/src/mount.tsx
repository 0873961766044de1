/** Puts the chat behind the launcher: loaded when it is first opened, or when a conversation goes on. */
import { render } from 'preact';
import { styleSheet } from './launcher/style-sheet.ts';
import { bringLooksInto } from './looks/bring-looks.ts';
import { type Locale, loadLanguage, unreadCount } from './parts/index.ts';
import composer from './parts/styles/composer.css';
import controls from './parts/styles/controls.css';
import messages from './parts/styles/messages.css';
import widgetStyles from './styles/widget.css';
import { WidgetView } from './views/widget-view.tsx';
import type { WidgetApp, WidgetNews } from './widget-app.ts';
import type { WidgetOptions } from './widget-options.ts';
import { WidgetSession } from './widget-session.ts';

export interface MountOptions extends WidgetOptions {
  readonly locale: Locale;
  /** An element of the shadow root for the panel. */
  readonly place: HTMLElement;
  readonly onNews: (news: WidgetNews) => void;
}

export const chatStyles = (): CSSStyleSheet => styleSheet(controls, messages, composer, widgetStyles);

export const mount = async ({ place, onNews, locale, ...options }: MountOptions): Promise<WidgetApp> => {
  const widget = new WidgetSession(options, await loadLanguage(locale));
  let stopCounting: (() => void) | undefined;
  let counted: unknown;
  const tell = () => {
    const { isOpen, language, stage } = widget.store.get();
    const chat = stage.name === 'chat' ? stage.session.store : undefined;
    if (chat !== counted) {
      stopCounting?.();
      counted = chat;
      stopCounting = chat?.subscribe(tell);
    }
    onNews({ isOpen, locale: language.locale, unread: chat ? unreadCount(chat.get()) : 0 });
  };
  widget.store.subscribe(tell);
  render(<WidgetView widget={widget} bringLooks={bringLooksInto(place.getRootNode() as ShadowRoot)} />, place);
  return {
    open: () => void widget.open(),
    close: () => widget.close(),
    resume: () => void widget.resume(),
    setLocale: (next) => void widget.setLocale(next),
    dispose: () => {
      stopCounting?.();
      render(null, place);
      void widget.dispose();
    },
  };
};
