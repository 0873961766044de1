/** The first edition of the privacy policy. */
import { editionOneEn } from './edition-1-en.ts';
import { editionOneKk } from './edition-1-kk.ts';
import { editionOneRu } from './edition-1-ru.ts';
import type { PolicyEdition } from './policy-edition.ts';

export const editionOne: PolicyEdition = {
  name: '2026-11-20',
  effectiveAt: '2026-11-20T00:00:00.000+05:00',
  templates: { kk: editionOneKk, ru: editionOneRu, en: editionOneEn },
};
