/** The shape of one edition of the privacy policy, before its facts are filled in. */

export type Locale = 'kk' | 'ru' | 'en';

/** One text in one language. `{{…}}` marks a fact of this installation: a contact or a term. */
export interface PolicyTemplate {
  readonly title: string;
  /** Markdown: headings, lists and paragraphs. */
  readonly text: string;
  /** What stands beside each tick box; one purpose each, none ticked beforehand. */
  readonly purposeTexts: Readonly<Record<'service' | 'photo' | 'voice', string>>;
}

export interface PolicyEdition {
  /** The first part of the version: the day from which it applies. Editions are never edited, only followed by another. */
  readonly name: string;
  /** RFC 3339. */
  readonly effectiveAt: string;
  readonly templates: Readonly<Record<Locale, PolicyTemplate>>;
}
