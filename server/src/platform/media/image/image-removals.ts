/** Tells what a rebuilt picture no longer carries, for the receipt its sender gets. */
import type { Removal } from '../media-job.ts';
import { exifFacts } from './exif-facts.ts';
import { hasTrailingData } from './image-end.ts';
import { hasJfifThumbnail, hasPrivateParts } from './private-parts.ts';

/** What decoder and container tell about what lies beside the pixels. */
export interface ImageExtras {
  readonly format: string;
  readonly exif?: Uint8Array | undefined;
  readonly xmp?: Uint8Array | undefined;
  readonly iptc?: Uint8Array | undefined;
  readonly icc?: Uint8Array | undefined;
  /** The text chunks of a PNG. */
  readonly comments?: readonly { readonly keyword: string; readonly text: string }[] | undefined;
  /** For formats that are not looked through here. */
  readonly hasThumbnail?: boolean;
  readonly hasMetadata?: boolean;
  readonly hasTrailingData?: boolean;
}

const LOCATION_IN_XMP = /exif:GPS|photoshop:City|Iptc4xmpCore:Location|LocationCreated/;
const CAMERA_IN_XMP = /tiff:Make|tiff:Model|aux:SerialNumber|exifEX:|aux:Lens/;
const THUMBNAIL_IN_XMP = /xmp:Thumbnails|GImage:Data|GDepth:Data/;
/** How a dataset of IPTC's record 2 starts, followed by its number: city, sub-location, province, country. */
const LOCATIONS_IN_IPTC = [0x5a, 0x5c, 0x5f, 0x64, 0x65].map((dataset) => Buffer.of(0x1c, 0x02, dataset));
const CAMERA_KEYWORDS = new Set(['Make', 'Model']);

/** Some programs write EXIF and XMP into a PNG as text: a name, a length, and hexadecimal digits. */
const rawProfile = ({ comments = [] }: ImageExtras, ...names: readonly string[]): Uint8Array | undefined => {
  const found = comments.find(({ keyword }) => names.includes(keyword.toLowerCase()));
  const digits = found?.text.trimStart().split('\n').slice(2).join('');
  return digits ? Buffer.from(digits, 'hex') : undefined;
};

export const imageRemovals = (file: Buffer, extras: ImageExtras): Removal[] => {
  const exifBytes = extras.exif ?? rawProfile(extras, 'raw profile type exif', 'raw profile type app1');
  const exif = exifBytes ? exifFacts(exifBytes) : undefined;
  const xmp = Buffer.from(extras.xmp ?? rawProfile(extras, 'raw profile type xmp') ?? []).toString('latin1');
  const iptc = Buffer.from(extras.iptc ?? rawProfile(extras, 'raw profile type iptc') ?? []);
  const comments = extras.comments ?? [];
  const found: Record<Exclude<Removal, 'tags' | 'cover-art'>, boolean> = {
    location:
      exif?.hasLocation === true ||
      LOCATION_IN_XMP.test(xmp) ||
      LOCATIONS_IN_IPTC.some((start) => iptc.includes(start)),
    camera:
      exif?.hasCamera === true ||
      CAMERA_IN_XMP.test(xmp) ||
      comments.some(({ keyword }) => CAMERA_KEYWORDS.has(keyword)),
    thumbnail:
      extras.hasThumbnail === true ||
      exif?.hasThumbnail === true ||
      THUMBNAIL_IN_XMP.test(xmp) ||
      hasJfifThumbnail(file, extras.format),
    metadata:
      extras.hasMetadata === true ||
      Boolean(extras.exif || extras.xmp || extras.iptc || extras.icc || comments.length > 0) ||
      hasPrivateParts(file, extras.format),
    'trailing-data': extras.hasTrailingData === true || hasTrailingData(file, extras.format),
  };
  return (Object.keys(found) as (keyof typeof found)[]).filter((name) => found[name]);
};
