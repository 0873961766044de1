/** What a TIFF file says about itself: how many pictures it has, what else it carries, and where it ends. */
import { type TiffEntry, type TiffFolder, TiffReader } from './tiff-reader.ts';

export interface TiffFacts {
  /** Without reduced copies of them. */
  readonly pictures: number;
  readonly hasThumbnail: boolean;
  /** More tags than its pixels need. */
  readonly hasMetadata: boolean;
  readonly hasTrailingData: boolean;
}

const MAX_FOLDERS = 64;
const MAX_STRIPS = 65_536;
const SUBFILE_TYPE = 254;
const REDUCED = 1;
/** Positions of the pixels, and the lengths that belong to them: strips, tiles, a whole JPEG. */
const PIXELS = [
  [273, 279],
  [324, 325],
  [513, 514],
] as const;
const NEEDED = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293,
  296, 297, 301, 317, 318, 319, 320, 322, 323, 324, 325, 332, 338, 339, 347, 512, 513, 514, 515, 519, 520, 521, 529,
  530, 531, 532,
]);
/** Of folders that hang on a tag: more pictures, EXIF, place, interoperability. */
const SUBFOLDERS = [330, 34_665, 34_853, 40_965];

const isReduced = ({ tags }: TiffFolder): boolean =>
  ((tags.get(SUBFILE_TYPE)?.value ?? 0) & 0xff & REDUCED) === REDUCED;

/** The last byte of the file that a folder lays claim to. */
const reachOf = (reader: TiffReader, { tags, end }: TiffFolder): number => {
  const numbers = (entry: TiffEntry | undefined): number[] => (entry ? reader.numbers(entry, MAX_STRIPS) : []);
  let reach = end;
  for (const entry of tags.values()) reach = Math.max(reach, entry.end);
  for (const [positions, lengths] of PIXELS) {
    const bytes = numbers(tags.get(lengths));
    for (const [index, start] of numbers(tags.get(positions)).entries()) {
      reach = Math.max(reach, start + (bytes[index] ?? 0));
    }
  }
  return reach;
};

/** Follows the chain of folders, and the folders that hang on them. */
const foldersOf = (reader: TiffReader): { readonly chain: TiffFolder[]; readonly hanging: TiffFolder[] } => {
  const [chain, hanging] = [[] as TiffFolder[], [] as TiffFolder[]];
  for (let at = reader.first; at !== 0 && chain.length < MAX_FOLDERS; ) {
    const folder = reader.folder(at);
    chain.push(folder);
    at = folder.next;
  }
  const waiting = [...chain];
  for (let folder = waiting.pop(); folder && hanging.length < MAX_FOLDERS; folder = waiting.pop()) {
    for (const tag of SUBFOLDERS) {
      const entry = folder.tags.get(tag);
      for (const at of entry ? reader.numbers(entry, MAX_FOLDERS) : []) {
        const found = reader.folder(at);
        hanging.push(found);
        waiting.push(found);
      }
    }
  }
  return { chain, hanging };
};

/** Throws a RangeError when it is broken. */
export const tiffFacts = (file: Buffer): TiffFacts => {
  const reader = new TiffReader(file);
  const { chain, hanging } = foldersOf(reader);
  const reach = Math.max(8, ...[...chain, ...hanging].map((folder) => reachOf(reader, folder)));
  const [first] = chain;
  return {
    pictures: chain.filter((folder, index) => index === 0 || !isReduced(folder)).length,
    hasThumbnail: chain.slice(1).some(isReduced) || hanging.some(isReduced),
    hasMetadata: [...(first?.tags.keys() ?? [])].some((tag) => !NEEDED.has(tag)),
    // Files are padded with zeros.
    hasTrailingData: file.subarray(reach).some((byte) => byte !== 0),
  };
};
