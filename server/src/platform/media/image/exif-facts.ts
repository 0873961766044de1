/** What a block of EXIF says about its photo: only whether it is there, never the values. */

export interface ExifFacts {
  readonly hasLocation: boolean;
  readonly hasCamera: boolean;
  readonly hasThumbnail: boolean;
}

const TAG_MAKE = 0x010f;
const TAG_MODEL = 0x0110;
const TAG_EXIF_FOLDER = 0x8769;
const TAG_GPS_FOLDER = 0x8825;
const TAG_THUMBNAIL = 0x0201;
const CAMERA_TAGS = new Set([TAG_MAKE, TAG_MODEL]);
/** Serial numbers, owner's name, lens: in the Exif folder. */
const CAMERA_EXIF_TAGS = new Set([0x927c, 0xa430, 0xa431, 0xa432, 0xa433, 0xa434, 0xa435]);
const MAX_ENTRIES = 512;

interface Folder {
  readonly tags: ReadonlyMap<number, number>;
  readonly next: number;
}

class TiffReader {
  readonly #bytes: Buffer;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#isLittleEndian = bytes.toString('latin1', 0, 2) === 'II';
  }

  u16(at: number): number {
    return this.#isLittleEndian ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.#isLittleEndian ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  /** Tags with the last four bytes of their entry: a value or a position. */
  folder(at: number): Folder {
    const count = Math.min(this.u16(at), MAX_ENTRIES);
    const tags = new Map<number, number>();
    for (let entry = 0; entry < count; entry++) {
      const start = at + 2 + entry * 12;
      tags.set(this.u16(start), this.u32(start + 8));
    }
    return { tags, next: this.u32(at + 2 + count * 12) };
  }
}

const hasAny = (folder: Folder | undefined, tags: ReadonlySet<number>): boolean =>
  folder !== undefined && [...folder.tags.keys()].some((tag) => tags.has(tag));

/** @param exif with or without the `Exif\0\0` before the TIFF header. Broken EXIF has whatever was readable. */
export const exifFacts = (exif: Uint8Array): ExifFacts => {
  const bytes = Buffer.from(exif.buffer, exif.byteOffset, exif.length);
  const reader = new TiffReader(bytes.toString('latin1', 0, 4) === 'Exif' ? bytes.subarray(6) : bytes);
  const folderAt = (at: number | undefined): Folder | undefined => {
    if (!at) return undefined;
    try {
      return reader.folder(at);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const main = bytes.length >= 8 ? folderAt(8) : undefined;
  const gps = folderAt(main?.tags.get(TAG_GPS_FOLDER));
  // The first tag of every GPS folder is its version: alone it says nothing.
  const hasLocation = main?.tags.has(TAG_GPS_FOLDER) === true && (!gps || [...gps.tags.keys()].some((tag) => tag > 0));
  return {
    hasLocation,
    hasCamera: hasAny(main, CAMERA_TAGS) || hasAny(folderAt(main?.tags.get(TAG_EXIF_FOLDER)), CAMERA_EXIF_TAGS),
    hasThumbnail: hasAny(folderAt(main?.next), new Set([TAG_THUMBNAIL])),
  };
};
