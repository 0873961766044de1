/** The word that fits a number, by the language's own rules. */

const rules: Record<string, Intl.PluralRules> = {};

/** `russian(5, 'фото', 'фото', 'фото')`: for one, for a few, for many. */
export const russian = (count: number, one: string, few: string, many: string): string => {
  rules['ru'] ??= new Intl.PluralRules('ru');
  const category = rules['ru'].select(count);
  return `${count} ${category === 'one' ? one : category === 'few' ? few : many}`;
};
