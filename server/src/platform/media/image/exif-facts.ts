/** What a block of EXIF says about its photo: only whether it is there, never the values. */
import { type TiffFolder, TiffReader } from './tiff-reader.ts';

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

const hasAny = (folder: TiffFolder | undefined, tags: ReadonlySet<number>): boolean =>
  folder !== undefined && [...folder.tags.keys()].some((tag) => tags.has(tag));

/** @param exif with or without the `Exif\0\0` before the TIFF header, or a whole TIFF. Broken EXIF has whatever was readable. */
export const exifFacts = (exif: Uint8Array): ExifFacts => {
  const bytes = Buffer.from(exif.buffer, exif.byteOffset, exif.length);
  const reader = new TiffReader(bytes.toString('latin1', 0, 4) === 'Exif' ? bytes.subarray(6) : bytes);
  const folderAt = (at: number | undefined): TiffFolder | undefined => {
    if (!at) return undefined;
    try {
      return reader.folder(at);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const main = bytes.length >= 14 ? folderAt(reader.first) : undefined;
  const gps = folderAt(main?.tags.get(TAG_GPS_FOLDER)?.value);
  // The first tag of every GPS folder is its version: alone it says nothing.
  const hasLocation = main?.tags.has(TAG_GPS_FOLDER) === true && (!gps || [...gps.tags.keys()].some((tag) => tag > 0));
  return {
    hasLocation,
    hasCamera: hasAny(main, CAMERA_TAGS) || hasAny(folderAt(main?.tags.get(TAG_EXIF_FOLDER)?.value), CAMERA_EXIF_TAGS),
    hasThumbnail: hasAny(folderAt(main?.next), new Set([TAG_THUMBNAIL])),
  };
};
