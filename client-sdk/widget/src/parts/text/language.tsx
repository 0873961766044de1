/** Gives every view its texts and language without passing them by hand. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Texts } from './en.ts';
import type { Language } from './load-language.ts';
import type { Locale } from './locale.ts';

export const LanguageContext = createContext<Language | undefined>(undefined);

const useLanguage = (): Language => {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('a view stands outside of LanguageContext');
  return language;
};

export const useTexts = (): Texts => useLanguage().texts;
export const useLocale = (): Locale => useLanguage().locale;
