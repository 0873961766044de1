/** Tells a document that is another format as well: a page, an image of a disk, an archive that opens by itself. */

/** Browsers that guess look no further; what is called markup there is none in a document. */
const MARKUP_BYTES = 8_192;
const MARKUP = /<(!doctype|html|head|body|script|iframe|svg|div|table|style|title|h1|\?php)[\s>/]/i;
/** Where these formats have their mark, from the start. */
const MARKS: readonly (readonly [number, Buffer])[] = [
  [257, Buffer.from('ustar', 'latin1')],
  [32_769, Buffer.from('CD001', 'latin1')],
];
export const SECOND_FORMAT_BYTES = 40_000;
/** Programs that unpack look for these anywhere. */
const ARCHIVES = [Buffer.from('Rar!\x1a\x07', 'latin1'), Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')];

/** @param head the first bytes of the file, as many as above if there are so many. */
export const startsOtherFormat = (head: Buffer): boolean =>
  MARKUP.test(head.toString('latin1', 0, MARKUP_BYTES)) ||
  MARKS.some(([at, mark]) => head.subarray(at, at + mark.length).equals(mark));

/** @param bytes a piece of the file that overlaps with the one before. */
export const holdsArchive = (bytes: Buffer): boolean => ARCHIVES.some((mark) => bytes.includes(mark));
