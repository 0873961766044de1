/** What a HEIC or AVIF file says about itself, read before any decoder sees it. */
import { type Box, boxesIn, Cursor } from './boxes.ts';
import { type HeifItems, itemBytes, readHeifItems } from './heif-items.ts';

export interface HeifFacts {
  /** Of the main picture; `other` is not taken. */
  readonly codec: 'hevc' | 'av1' | 'other';
  /** It moves: a film in a picture's clothes. */
  readonly isSequence: boolean;
  /** Longest side of any picture in the file, tiles and thumbnails included. */
  readonly longestSide: number;
  /** Of the largest picture in the file, or of all tiles of the main one. */
  readonly pixels: number;
  readonly items: number;
  readonly icc: Buffer | undefined;
  /** Display P3 by number, when there is no profile. */
  readonly isDisplayP3: boolean;
  readonly exif: Buffer | undefined;
  readonly xmp: Buffer | undefined;
  readonly hasThumbnail: boolean;
  /** Depth maps, gain maps, further pictures, private data. */
  readonly hasMore: boolean;
  readonly hasTrailingData: boolean;
}

const BRANDS = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'mif1',
  'mif2',
  'msf1',
  'miaf',
  'avif',
  'avis',
]);
const SEQUENCE_BRANDS = new Set(['avis', 'msf1', 'hevc', 'hevx']);
const CODECS: Readonly<Record<string, HeifFacts['codec']>> = { hvc1: 'hevc', av01: 'av1' };
const OWN_BOXES = new Set(['ftyp', 'meta', 'mdat', 'free', 'skip', 'moov', 'pdin']);
/** Pictures that belong to the main one. */
const ALPHA = /auxid:1$|auxiliary:alpha$/;
const PICTURES = new Set(['hvc1', 'av01', 'grid', 'iovl', 'iden', 'jpeg']);
const P3_PRIMARIES = 12;
const SRGB_CURVE = 13;

const brandsOf = (bytes: Buffer): string[] => {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return [];
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  const brands = [bytes.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4));
  return brands;
};

export const isHeif = (bytes: Buffer): boolean => brandsOf(bytes).some((brand) => BRANDS.has(brand));

interface Size {
  readonly width: number;
  readonly height: number;
}

const sizeOf = ({ content }: Box): Size => {
  const cursor = new Cursor(content);
  cursor.versionAndFlags();
  return { width: cursor.uint(4), height: cursor.uint(4) };
};

const pixelsOf = (boxes: readonly Box[]): number => {
  const [size] = boxes.filter(({ type }) => type === 'ispe').map(sizeOf);
  if (!size) throw new RangeError('a picture has no size');
  return size.width * size.height;
};

/** The tiles that make up a grid; a picture in one piece is its own tile. */
const tilesOf = ({ references }: HeifItems, id: number): readonly number[] =>
  references.find(({ type, from }) => type === 'dimg' && from === id)?.to ?? [id];

const colourOf = (boxes: readonly Box[]): Pick<HeifFacts, 'icc' | 'isDisplayP3'> => {
  const colours = boxes.filter(({ type }) => type === 'colr').map(({ content }) => new Cursor(content));
  let icc: Buffer | undefined;
  let isDisplayP3 = false;
  for (const cursor of colours) {
    const kind = cursor.type();
    if (kind === 'prof' || kind === 'rICC') icc = cursor.rest;
    if (kind === 'nclx') isDisplayP3 = cursor.uint(2) === P3_PRIMARIES && cursor.uint(2) === SRGB_CURVE;
  }
  // Some cameras write an empty one.
  return { icc: icc && icc.length > 0 ? icc : undefined, isDisplayP3 };
};

const isAlpha = (items: HeifItems, id: number): boolean =>
  items
    .propertiesOf(id)
    .some(({ type, content }) => type === 'auxC' && ALPHA.test(new Cursor(content.subarray(4)).text()));

/** Pictures that are not the main one, its tiles, its transparency or its thumbnail; and whatever is no picture. */
const hasMore = (items: HeifItems, known: ReadonlySet<number>): boolean =>
  [...items.items.values()].some(
    ({ id, type }) => !known.has(id) && type !== 'Exif' && !(PICTURES.has(type) && isAlpha(items, id)),
  );

/** EXIF starts with the distance to its own header. */
const exifOf = (items: HeifItems, file: Buffer): Buffer | undefined => {
  const item = [...items.items.values()].find(({ type }) => type === 'Exif');
  if (!item) return undefined;
  const bytes = itemBytes(items, item.id, file);
  return bytes.length < 4 ? bytes : bytes.subarray(Math.min(4 + bytes.readUInt32BE(), bytes.length));
};

const xmpOf = (items: HeifItems, file: Buffer): Buffer | undefined => {
  const item = [...items.items.values()].find(({ contentType }) => contentType === 'application/rdf+xml');
  return item && itemBytes(items, item.id, file);
};

/** Throws a RangeError when it is broken or cut off. */
export const readHeif = (file: Buffer): HeifFacts => {
  const boxes = [...boxesIn(file, OWN_BOXES)];
  const meta = boxes.find(({ type }) => type === 'meta');
  const isSequence = boxes.some(({ type }) => type === 'moov') || SEQUENCE_BRANDS.has(brandsOf(file)[0] ?? '');
  if (!meta) throw new RangeError('there is no meta');
  const items = readHeifItems(meta.content);
  const { primaryId, references } = items;
  const tiles = tilesOf(items, primaryId);
  const codecs = new Set(tiles.map((id) => CODECS[items.items.get(id)?.type ?? ''] ?? 'other'));
  const sizes = items.properties.filter(({ type }) => type === 'ispe').map(sizeOf);
  const thumbnails = references.filter(({ type }) => type === 'thmb').map(({ from }) => from);
  const known = new Set([primaryId, ...tiles, ...thumbnails]);
  const properties = items.propertiesOf(primaryId);
  const colour = colourOf([...properties, ...items.propertiesOf(tiles[0] ?? primaryId)]);
  return {
    codec: codecs.size === 1 ? ([...codecs][0] ?? 'other') : 'other',
    isSequence,
    longestSide: Math.max(...sizes.flatMap(({ width, height }) => [width, height])),
    pixels: Math.max(
      pixelsOf(properties),
      tiles.reduce((sum, id) => sum + pixelsOf(items.propertiesOf(id)), 0),
      ...sizes.map(({ width, height }) => width * height),
    ),
    items: items.items.size,
    ...colour,
    exif: exifOf(items, file),
    xmp: xmpOf(items, file),
    hasThumbnail: thumbnails.length > 0,
    hasMore: hasMore(items, known),
    hasTrailingData: boxes.some(({ type }) => !OWN_BOXES.has(type)),
  };
};
