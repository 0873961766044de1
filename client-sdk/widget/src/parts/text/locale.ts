/** The languages spoken, and which one a person is likely to want. */
export const locales = ['kk', 'ru', 'en'] as const;
export type Locale = (typeof locales)[number];

export const localeNames: Record<Locale, string> = { kk: 'Қазақша', ru: 'Русский', en: 'English' };

export const asLocale = (value: string | null | undefined): Locale | undefined =>
  locales.find((locale) => value?.toLowerCase().split(/[-_]/)[0] === locale);

/** The first language of these that is spoken here. */
export const chooseLocale = (...wanted: readonly (string | null | undefined)[]): Locale => {
  for (const value of wanted) {
    const locale = asLocale(value);
    if (locale) return locale;
  }
  return 'en';
};
