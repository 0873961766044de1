/** Opens a rebuilt file again, as whoever gets it will: it has to be pixels and nothing else. */
import { decode } from './decoder.image.ts';
import type { RebuiltImage } from './rebuild.image.ts';
import { strangeParts } from './strange-parts.ts';

const FORBIDDEN = ['exif', 'xmp', 'iptc', 'icc', 'orientation', 'comments'] as const;

/** Names of what was found, by the decoder and in the file's own parts; none for a clean file. */
export const findLeftovers = async (file: Uint8Array, mediaType: RebuiltImage['mediaType']): Promise<string[]> => {
  const metadata = await decode(file).metadata();
  return [...FORBIDDEN.filter((name) => metadata[name] !== undefined), ...strangeParts(file, mediaType)];
};
