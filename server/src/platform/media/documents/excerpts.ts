/** The parts of pictures that are to be read, as they travel from one worker to another. */
import type { GreyPicture } from './grey-picture.ts';

export interface Excerpt {
  /** A line or more of a machine-readable zone, or a page with words. */
  readonly holds: 'zone' | 'words';
  readonly picture: GreyPicture;
}

const HEAD_BYTES = 9;
const ZONE = 1;

export const packExcerpts = (excerpts: readonly Excerpt[]): Buffer =>
  Buffer.concat(
    excerpts.flatMap(({ holds, picture: { width, height, data } }) => {
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt8(holds === 'zone' ? ZONE : 0, 0);
      head.writeUInt32BE(width, 1);
      head.writeUInt32BE(height, 5);
      return [head, data];
    }),
  );

/** What is cut off is left out. */
export const unpackExcerpts = (bytes: Buffer): readonly Excerpt[] => {
  const excerpts: Excerpt[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const [width, height] = [bytes.readUInt32BE(at + 1), bytes.readUInt32BE(at + 5)];
    const holds = bytes.readUInt8(at) === ZONE ? 'zone' : 'words';
    at += HEAD_BYTES;
    if (at + width * height > bytes.length) break;
    excerpts.push({ holds, picture: { width, height, data: bytes.subarray(at, at + width * height) } });
    at += width * height;
  }
  return excerpts;
};
