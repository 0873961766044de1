/** The policy in force: an edition with this installation's facts filled in, and the hash of each text (M11). */
import { createHash } from 'node:crypto';
import type { RetentionTerms } from '#features/retention/index';
import { Fault } from '#kernel/fault';
import type { Locale, PolicyEdition, PolicyTemplate } from './policy/policy-edition.ts';

/** Who answers for the data (S6) and how long it is kept; from the configuration. */
export interface PolicyFacts {
  readonly companyName: string;
  /** Where to ask about personal data: an e-mail address or a telephone number. */
  readonly privacyContact: string;
  readonly terms: RetentionTerms;
}

export interface PolicyText extends PolicyTemplate {
  /** Of `text` as shown, in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface Policy {
  /** Changes with the edition and with the retention terms, so that nobody has agreed to a term that was never shown. */
  readonly version: string;
  readonly effectiveAt: string;
  readonly texts: Readonly<Record<Locale, PolicyText>>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** In words of the language, in the largest unit that needs no fraction: “3 years”, “3 года”, “3 жыл”. */
export const termInWords = (seconds: number, locale: Locale): string => {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? (['second', 1] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
};

const fill = (template: string, facts: PolicyFacts, locale: Locale): string =>
  template.replaceAll(/\{\{([^}]+)\}\}/g, (_, name: string) => {
    const value = name.startsWith('term.')
      ? facts.terms[name.slice('term.'.length) as keyof RetentionTerms]
      : facts[name as Exclude<keyof PolicyFacts, 'terms'>];
    if (value === undefined) throw new Fault(`the policy asks for an unknown fact: ${name}`);
    return typeof value === 'number' ? termInWords(value, locale) : value;
  });

/** Throws a Fault when a text asks for a fact that does not exist. */
export const buildPolicy = (edition: PolicyEdition, facts: PolicyFacts): Policy => {
  const textIn = (locale: Locale): PolicyText => {
    const template = edition.templates[locale];
    const text = fill(template.text, facts, locale);
    return { ...template, text, sha256: sha256(text) };
  };
  const terms = Object.entries(facts.terms).sort(([a], [b]) => (a < b ? -1 : 1));
  const substance = JSON.stringify([edition.templates, terms]);
  return {
    version: `${edition.name}.${sha256(substance).slice(0, 8)}`,
    effectiveAt: new Date(edition.effectiveAt).toISOString(),
    texts: { kk: textIn('kk'), ru: textIn('ru'), en: textIn('en') },
  };
};
