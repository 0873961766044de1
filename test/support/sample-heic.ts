/** Makes HEIC pictures with Debian's encoder, and hostile ones out of them. Needs the program `heif-enc`. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runTool } from './installed-tool.ts';

export interface HeicOptions {
  /** Longest side of a thumbnail beside the picture. */
  readonly thumbnail?: number;
}

/** @param picture a JPEG or a PNG, whose EXIF and profile go along. */
export const toHeic = async (picture: Buffer, { thumbnail }: HeicOptions = {}): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-heic-'));
  try {
    const isPng = picture.subarray(1, 4).toString() === 'PNG';
    const [input, output] = [join(folder, isPng ? 'in.png' : 'in.jpg'), join(folder, 'out.heic')];
    await writeFile(input, picture);
    const thumb = thumbnail === undefined ? [] : ['-t', String(thumbnail)];
    await runTool('heif-enc', ['-p', 'preset=ultrafast', ...thumb, input, '-o', output]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const flatPng = (width: number, height: number, background: string): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

/** A copy with other bytes some way behind a box's name. */
const patch = (file: Buffer, box: string, offset: number, bytes: Buffer): Buffer => {
  const at = file.indexOf(box, 0, 'latin1');
  if (at < 0) throw new Error(`there is no ${box}`);
  const copy = Buffer.from(file);
  copy.set(bytes, at + offset);
  return copy;
};

const uint32 = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, index * 4);
  return bytes;
};

/** Its header claims another size than its pixels have. */
export const withClaimedSize = (heic: Buffer, width: number, height: number): Buffer =>
  patch(heic, 'ispe', 8, uint32(width, height));

/** Turned left once by its container, in the place of a box that says how many bits a colour has. */
export const turnedLeft = (heic: Buffer): Buffer =>
  patch(heic, 'pixi', 0, Buffer.from('irot\x01\0\0\0\0\0\0\0', 'latin1'));

/** Its colours are Display P3 by number; its profile is gone. */
export const numberedP3 = (heic: Buffer): Buffer =>
  patch(heic, 'colrprof', 4, Buffer.from('nclx\0\x0c\0\x0d\0\x06\x80', 'latin1'));

export const asSequence = (heic: Buffer): Buffer => Buffer.concat([heic, uint32(8), Buffer.from('moov', 'latin1')]);

/** A coded picture of a kind that nobody expects in a photo. */
export const withCodec = (heic: Buffer, codec: string): Buffer => patch(heic, 'hvc1', 0, Buffer.from(codec, 'latin1'));
