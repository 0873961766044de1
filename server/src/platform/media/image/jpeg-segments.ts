/** The segments of a JPEG, from its start to its end marker. */

export interface JpegSegment {
  readonly marker: number;
  /** Without marker and length. */
  readonly content: Buffer;
  /** The position after it. */
  readonly end: number;
}

export const JPEG_END = 0xd9;

/** Fill bytes, stuffed bytes, restart markers and the start have no length. */
const isBare = (marker: number): boolean => marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Ends with the end marker, or with the file. */
export const jpegSegments = function* (bytes: Buffer): Generator<JpegSegment, void, undefined> {
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      // The pixels: on to the next marker.
      const next = bytes.indexOf(0xff, at);
      if (next < 0) return;
      at = next;
      continue;
    }
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (marker === JPEG_END) {
      yield { marker, content: bytes.subarray(at + 2, at + 2), end: at + 2 };
      return;
    } else {
      if (at + 4 > bytes.length) return;
      const end = at + 2 + bytes.readUInt16BE(at + 2);
      yield { marker, content: bytes.subarray(at + 4, end), end };
      at = end;
    }
  }
};
