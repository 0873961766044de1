/** The items of a HEIC or AVIF file: pictures, tiles and metadata, with their properties and what refers to what. */
import { type Box, boxesIn, Cursor } from './boxes.ts';

export interface HeifItem {
  readonly id: number;
  readonly type: string;
  /** Of an item that is “mime”. */
  readonly contentType: string;
}

export interface HeifReference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** Where an item lies: in the file, or in the `idat` box. */
interface HeifPlace {
  readonly isInIdat: boolean;
  readonly extents: readonly { readonly offset: number; readonly length: number }[];
}

export interface HeifItems {
  readonly primaryId: number;
  readonly items: ReadonlyMap<number, HeifItem>;
  readonly references: readonly HeifReference[];
  readonly places: ReadonlyMap<number, HeifPlace>;
  readonly properties: readonly Box[];
  propertiesOf(id: number): readonly Box[];
  readonly idat: Buffer | undefined;
}

/** As many as one entry may name. */
const MAX_PROPERTIES = 255;

const readInfo = (content: Buffer): HeifItem[] => {
  const cursor = new Cursor(content);
  cursor.uint(cursor.versionAndFlags().version === 0 ? 2 : 4);
  return [...boxesIn(cursor.rest)]
    .filter(({ type }) => type === 'infe')
    .map((box) => {
      const entry = new Cursor(box.content);
      const { version } = entry.versionAndFlags();
      if (version < 2) return { id: entry.uint(2), type: '', contentType: '' };
      const id = entry.uint(version === 2 ? 2 : 4);
      entry.uint(2);
      const type = entry.type();
      if (type !== 'mime') return { id, type, contentType: '' };
      entry.text();
      return { id, type, contentType: entry.text() };
    });
};

const readReferences = (content: Buffer): HeifReference[] => {
  const cursor = new Cursor(content);
  const idBytes = cursor.versionAndFlags().version === 0 ? 2 : 4;
  return [...boxesIn(cursor.rest)].map((box) => {
    const entry = new Cursor(box.content);
    const from = entry.uint(idBytes);
    const to = Array.from({ length: entry.uint(2) }, () => entry.uint(idBytes));
    return { type: box.type, from, to };
  });
};

const readPlaces = (content: Buffer): Map<number, HeifPlace> => {
  const cursor = new Cursor(content);
  const { version } = cursor.versionAndFlags();
  const sizes = cursor.uint(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15] as const;
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idBytes = version < 2 ? 2 : 4;
  const places = new Map<number, HeifPlace>();
  for (let left = cursor.uint(idBytes); left > 0; left--) {
    const id = cursor.uint(idBytes);
    const isInIdat = version > 0 && (cursor.uint(2) & 15) === 1;
    cursor.uint(2);
    const base = cursor.uint(baseBytes);
    const extents = Array.from({ length: cursor.uint(2) }, () => {
      cursor.uint(indexBytes);
      return { offset: base + cursor.uint(offsetBytes), length: cursor.uint(lengthBytes) };
    });
    places.set(id, { isInIdat, extents });
  }
  return places;
};

/** Item → numbers of its properties, counted from 1. */
const readAssociations = (content: Buffer): Map<number, readonly number[]> => {
  const cursor = new Cursor(content);
  const { version, flags } = cursor.versionAndFlags();
  const associations = new Map<number, readonly number[]>();
  for (let left = cursor.uint(4); left > 0; left--) {
    const id = cursor.uint(version === 0 ? 2 : 4);
    const own = Array.from({ length: cursor.uint(1) }, () =>
      flags & 1 ? cursor.uint(2) & 0x7f_ff : cursor.uint(1) & 0x7f,
    );
    const all = [...(associations.get(id) ?? []), ...own];
    if (all.length > MAX_PROPERTIES) throw new RangeError('an item has too many properties');
    associations.set(id, all);
  }
  return associations;
};

/** Throws a RangeError when it is broken. @param meta the content of the `meta` box. */
export const readHeifItems = (meta: Buffer): HeifItems => {
  const cursor = new Cursor(meta);
  cursor.versionAndFlags();
  const boxes = new Map([...boxesIn(cursor.rest)].map(({ type, content }) => [type, content]));
  const need = (type: string): Buffer => {
    const content = boxes.get(type);
    if (!content) throw new RangeError(`there is no ${type}`);
    return content;
  };
  const primary = new Cursor(need('pitm'));
  const primaryId = primary.uint(primary.versionAndFlags().version === 0 ? 2 : 4);
  const parts = [...boxesIn(need('iprp'))];
  const properties = parts.filter(({ type }) => type === 'ipco').flatMap(({ content }) => [...boxesIn(content)]);
  const associations = parts.filter(({ type }) => type === 'ipma').map(({ content }) => readAssociations(content));
  const references = boxes.get('iref');
  return {
    primaryId,
    items: new Map(readInfo(need('iinf')).map((item) => [item.id, item])),
    references: references ? readReferences(references) : [],
    places: readPlaces(need('iloc')),
    properties,
    propertiesOf: (id) =>
      associations.flatMap((byItem) => byItem.get(id) ?? []).flatMap((number) => properties[number - 1] ?? []),
    idat: boxes.get('idat'),
  };
};

/** An item's own bytes. Throws a RangeError when they are not all there. */
export const itemBytes = ({ places, idat }: HeifItems, id: number, file: Buffer): Buffer => {
  const place = places.get(id);
  const source = place?.isInIdat ? idat : file;
  if (!place || !source) throw new RangeError('an item has no bytes');
  const parts = place.extents.map(({ offset, length }) => {
    const end = length === 0 ? source.length : offset + length;
    if (end > source.length) throw new RangeError('an item is cut off');
    return source.subarray(offset, end);
  });
  return Buffer.concat(parts);
};
