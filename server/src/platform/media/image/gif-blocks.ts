/** The blocks of a GIF. */

const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const PICTURE = 0x2c;
const TRAILER = 0x3b;
const COMMENT = 0xfe;
const PLAIN_TEXT = 0x01;
const APPLICATION = 0xff;
/** How often an animation repeats: the only application's block that belongs to the pixels. */
const LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

export interface GifFacts {
  /** The position after the picture; undefined when it is cut off or broken. */
  readonly end: number | undefined;
  /** Comments, texts, and what applications left. */
  readonly hasMetadata: boolean;
}

/** Skips sub-blocks: each starts with its length, the last is empty. */
const afterSubBlocks = (bytes: Buffer, start: number): number => {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number);
  return at + 1;
};

const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);

const isMetadata = (bytes: Buffer, at: number): boolean => {
  const label = bytes[at + 1];
  if (label === APPLICATION) return !LOOPS.has(bytes.toString('latin1', at + 3, at + 14));
  return label === COMMENT || label === PLAIN_TEXT;
};

export const gifFacts = (bytes: Buffer): GifFacts => {
  let hasMetadata = false;
  if (bytes.length < HEADER_BYTES) return { end: undefined, hasMetadata };
  let at = HEADER_BYTES + colourTableBytes(bytes[10] as number);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === TRAILER) return { end: at + 1, hasMetadata };
    if (block === EXTENSION) {
      hasMetadata ||= isMetadata(bytes, at);
      at = afterSubBlocks(bytes, at + 2);
    } else if (block === PICTURE) at = afterSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0));
    else break;
  }
  return { end: undefined, hasMetadata };
};
