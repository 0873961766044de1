/** Puts decoded pixels into an uncompressed TIFF, the simplest file that carries a colour profile along with them. */

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 4 with transparency. */
  readonly channels: 3 | 4;
  /** 8 bits for each channel, row by row. */
  readonly rows: Iterable<Uint8Array>;
}

const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
/** Decoders take a strip at a time. */
const ROWS_PER_STRIP = 32;

interface Entry {
  readonly tag: number;
  readonly type: typeof SHORT | typeof LONG | typeof UNDEFINED;
  readonly values: readonly number[] | Uint8Array;
}

const BYTES_OF = { [SHORT]: 2, [LONG]: 4, [UNDEFINED]: 1 } as const;

const valueBytes = ({ type, values }: Entry): Buffer => {
  const bytes = Buffer.alloc(Math.max(4, values.length * BYTES_OF[type]));
  for (const [index, value] of values.entries()) bytes.writeUIntLE(value, index * BYTES_OF[type], BYTES_OF[type]);
  return bytes;
};

const entriesOf = ({ width, height, channels }: Pixels, icc: Uint8Array | undefined, pixelsAt: number): Entry[] => {
  const rowBytes = width * channels;
  const strips = Array.from({ length: Math.ceil(height / ROWS_PER_STRIP) }, (_, index) => index * ROWS_PER_STRIP);
  return [
    { tag: 256, type: LONG, values: [width] },
    { tag: 257, type: LONG, values: [height] },
    { tag: 258, type: SHORT, values: new Array<number>(channels).fill(8) },
    // Not compressed; red, green and blue.
    { tag: 259, type: SHORT, values: [1] },
    { tag: 262, type: SHORT, values: [2] },
    { tag: 273, type: LONG, values: strips.map((row) => pixelsAt + row * rowBytes) },
    { tag: 277, type: SHORT, values: [channels] },
    { tag: 278, type: LONG, values: [ROWS_PER_STRIP] },
    { tag: 279, type: LONG, values: strips.map((row) => Math.min(ROWS_PER_STRIP, height - row) * rowBytes) },
    { tag: 284, type: SHORT, values: [1] },
    // Transparency that the colours were not multiplied with.
    ...(channels === 4 ? [{ tag: 338, type: SHORT, values: [2] } as const] : []),
    ...(icc ? [{ tag: 34_675, type: UNDEFINED, values: icc } as const] : []),
  ];
};

export const toPixelTiff = (pixels: Pixels, icc?: Uint8Array): Buffer => {
  const { width, height, channels } = pixels;
  const draft = entriesOf(pixels, icc, 0).map(valueBytes);
  const folderBytes = 2 + draft.length * ENTRY_BYTES + 4;
  const pixelsAt = HEADER_BYTES + folderBytes + draft.reduce((sum, { length }) => sum + (length > 4 ? length : 0), 0);
  const file = Buffer.alloc(pixelsAt + width * height * channels);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(HEADER_BYTES, 4);
  file.writeUInt16LE(draft.length, HEADER_BYTES);
  let valuesAt = HEADER_BYTES + folderBytes;
  for (const [index, entry] of entriesOf(pixels, icc, pixelsAt).entries()) {
    const at = HEADER_BYTES + 2 + index * ENTRY_BYTES;
    const bytes = valueBytes(entry);
    file.writeUInt16LE(entry.tag, at);
    file.writeUInt16LE(entry.type, at + 2);
    file.writeUInt32LE(entry.values.length, at + 4);
    if (bytes.length > 4) {
      file.writeUInt32LE(valuesAt, at + 8);
      file.set(bytes, valuesAt);
      valuesAt += bytes.length;
    } else file.set(bytes, at + 8);
  }
  let at = pixelsAt;
  for (const row of pixels.rows) {
    file.set(row, at);
    at += row.length;
  }
  return file;
};
