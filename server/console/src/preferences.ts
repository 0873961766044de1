/** Language and theme, remembered on this device. */
import { asLocale, chooseLocale, createStore, type Locale, type Store, type Theme } from '@senim/widget/parts';

export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
}

const KEY = 'senim console preferences';

const read = (): Partial<Preferences> => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {};
  }
};

export const openPreferences = (): Store<Preferences> => {
  const { locale, theme } = read();
  const store = createStore<Preferences>({
    locale: asLocale(locale) ?? chooseLocale(...navigator.languages),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
  });
  store.subscribe((preferences) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences));
    } catch {
      // Remembered until the page is left.
    }
  });
  return store;
};
