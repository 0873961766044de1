/** Makes a photo smaller and leaves its metadata behind, before a byte leaves the device. The server never relies on it. */

import { readPhotoFacts } from './photo-facts.ts';
import type { PhotoFacts, PreparePhoto } from './photo-preparation.ts';

/** The longer side, in pixels. */
const LARGEST = 2_560;
/** Beyond it a phone's memory is at risk: the server, which has limits, does it. */
const MOST_PIXELS = 64_000_000;
const QUALITY = 0.88;
/** Metadata may stand behind the pixels as well, and the server takes no larger photos. */
const LOOKED_AT_BYTES = 32 * 1024 * 1024;

const targetType = ({ type, hasAlpha }: PhotoFacts, isTooLarge: boolean): string =>
  type === 'image/png' && !hasAlpha && isTooLarge ? 'image/jpeg' : type;

/** Decoded upright, drawn, encoded: what is not a pixel stays behind. */
const redraw = async (photo: Blob, type: string): Promise<Blob> => {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = new OffscreenCanvas(width as number, height as number);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('unable to draw; the canvas has no context');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type, quality: QUALITY });
  } finally {
    picture.close();
  }
};

export const preparePhoto: PreparePhoto = async (photo) => {
  try {
    const facts = readPhotoFacts(new Uint8Array(await photo.slice(0, LOOKED_AT_BYTES).arrayBuffer()));
    if (!facts || facts.width * facts.height > MOST_PIXELS) return undefined;
    const isTooLarge = Math.max(facts.width, facts.height) > LARGEST;
    if (!isTooLarge && facts.carries.length === 0) return undefined;
    const type = targetType(facts, isTooLarge);
    const file = await redraw(photo, type);
    // A browser that cannot write a form gives PNG in its place.
    if (file.type !== type || (file.size >= photo.size && facts.carries.length === 0)) return undefined;
    return { file, takenOut: facts.carries };
  } catch {
    // Not decodable here, or no such canvas in this browser.
    return undefined;
  }
};
