/** What a JPEG carries besides its picture: walks its segments, and the tags of its EXIF. Pure. */
import type { PhotoFacts } from './photo-preparation.ts';
import type { TakenOut } from './upload-options.ts';

const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;
const TAG_MAKE = 0x010f;
const TAG_MODEL = 0x0110;
const TAG_GPS = 0x8825;

const isSize = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));

/** @param at where the TIFF header of the EXIF begins. */
const readExif = (view: DataView, at: number): TakenOut[] => {
  const little = view.getUint16(at) === 0x4949;
  const found: TakenOut[] = ['metadata'];
  const directory = at + view.getUint32(at + 4, little);
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const tag = view.getUint16(directory + 2 + index * 12, little);
    if (tag === TAG_GPS) found.push('location');
    if (tag === TAG_MAKE || tag === TAG_MODEL) found.push('camera');
  }
  // The second directory describes the embedded preview.
  if (view.getUint32(directory + 2 + count * 12, little) !== 0) found.push('thumbnail');
  return found;
};

const carriedBy = (bytes: Uint8Array, view: DataView, marker: number, at: number): TakenOut[] => {
  if (marker === COMMENT || startsWith(bytes, at, 'Photoshop') || startsWith(bytes, at, 'MPF\0')) return ['metadata'];
  if (startsWith(bytes, at, 'http://ns.adobe.com/x')) return ['metadata'];
  if (!startsWith(bytes, at, 'Exif\0')) return [];
  try {
    return readExif(view, at + 6);
  } catch {
    return ['metadata'];
  }
};

export const factsOfJpeg = (bytes: Uint8Array): PhotoFacts | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const carries = new Set<TakenOut>();
  let size: { width: number; height: number } | undefined;
  for (let at = 2; at + 4 <= bytes.length && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === START_OF_SCAN) break;
    if (isSize(marker)) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    for (const what of carriedBy(bytes, view, marker, at + 4)) carries.add(what);
  }
  return size && { type: 'image/jpeg', ...size, carries: [...carries], hasAlpha: false };
};
