/** What becomes of a part of an office document, by its name and its first bytes: kept, left out, or the end of the whole. */
import { unsafe } from './office-fault.ts';

const MACROS = 'it has macros';

/** Lower-case names. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/vbaproject|vbadata|\/(macrosheets|intlmacrosheets|dialogsheets)\/|^customui|\/customui/, MACROS],
  [/(^|\/)(activex|ctrlprops)\//, 'it has active controls'],
  [/(^|\/)embeddings\//, 'it has files within'],
  [/(^|\/)externallinks\//, 'it links to other workbooks or programs'],
  [/(^|\/)(querytables|webextensions)\/|(^|\/)connections\.xml$/, 'it loads from elsewhere'],
];

/** Properties, thumbnails, revision and people’s lists, settings of printers, data of other programs, signatures. */
const LEFT_OUT =
  /^(docprops|customxml|docmetadata|\[trash\]|_xmlsignatures)\/|(^|\/)(printersettings|changesinfos)\/|^word\/(people|customizations|recipientdata)\.xml|^ppt\/revisioninfo\.xml|^word\/_rels\/(people|customizations)\.xml\.rels/;

const PICTURES = /\.(jpe?g|png|gif|tiff?)$/;
const OTHERS = /\.(xml|rels|vml|svg|emf|wmf|odttf|fntdata)$/;

/** Archives, the container of old Office and of embedded objects, programs, documents within. */
const FOREIGN = [
  Buffer.from('PK\x03\x04', 'latin1'),
  Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  Buffer.from('MZ', 'latin1'),
  Buffer.from('\x7fELF', 'latin1'),
  Buffer.from('%PDF-', 'latin1'),
  Buffer.from('Rar!', 'latin1'),
  Buffer.from('7z\xbc\xaf', 'latin1'),
];

export type PartFate = 'keep' | 'rebuild' | 'leave-out';

/** Throws an OfficeFault. */
export const fateOf = (name: string, bytes: Buffer): PartFate => {
  const lower = name.toLowerCase();
  const refused = REFUSED.find(([pattern]) => pattern.test(lower));
  if (refused) throw unsafe(refused[1]);
  if (LEFT_OUT.test(lower)) return 'leave-out';
  if (FOREIGN.some((start) => bytes.subarray(0, start.length).equals(start))) throw unsafe('it has files within');
  if (PICTURES.test(lower)) return 'rebuild';
  if (!OTHERS.test(lower)) throw unsafe('it has a part of an unexpected kind');
  return 'keep';
};

export const isThumbnail = (name: string): boolean => /^docprops\/thumbnail/i.test(name);
