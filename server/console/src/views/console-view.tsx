/** The whole console: sign-in, or the desk. */
import {
  type Language,
  LanguageContext,
  loadLanguage,
  MediaContext,
  type Store,
  useStore,
  useTheme,
} from '@senim/widget/parts';
import { useEffect, useState } from 'preact/hooks';
import type { ConsoleSession } from '../console-session.ts';
import type { Preferences } from '../preferences.ts';
import { consoleTextsFor } from '../text/use-console-texts.ts';
import { DeskView } from './desk-view.tsx';
import { SignInForm } from './sign-in-form.tsx';

export interface ConsoleViewProps {
  readonly session: ConsoleSession;
  readonly preferences: Store<Preferences>;
}

export const ConsoleView = ({ session, preferences }: ConsoleViewProps) => {
  const { locale, theme } = useStore(preferences);
  const { desk } = useStore(session.store);
  const shownTheme = useTheme(theme);
  const [language, setLanguage] = useState<Language | undefined>();
  useEffect(() => void loadLanguage(locale).then(setLanguage), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dataset['theme'] = shownTheme;
    document.title = `${consoleTextsFor(locale).title} · Senim`;
  }, [locale, shownTheme]);
  if (!language) return null;
  return (
    <LanguageContext.Provider value={language}>
      <div class="senim console" data-theme={shownTheme}>
        {desk ? (
          <MediaContext.Provider value={desk.media}>
            <DeskView session={session} desk={desk} preferences={preferences} />
          </MediaContext.Provider>
        ) : (
          <SignInForm session={session} preferences={preferences} />
        )}
      </div>
    </LanguageContext.Provider>
  );
};
