/** Brings the sentences of one language; the other languages stay on the server. */
import type { Texts } from './en.ts';
import type { Locale } from './locale.ts';

export interface Language {
  readonly locale: Locale;
  readonly texts: Texts;
}

const loaders: Record<Locale, () => Promise<Texts>> = {
  en: async () => (await import('./en.ts')).en,
  kk: async () => (await import('./kk.ts')).kk,
  ru: async () => (await import('./ru.ts')).ru,
};

export const loadLanguage = async (locale: Locale): Promise<Language> => ({ locale, texts: await loaders[locale]() });
