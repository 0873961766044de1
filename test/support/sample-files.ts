/** Makes harmless and hostile files in code, so that few binaries are kept. */

import { crc32 } from 'node:zlib';
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from 'mediabunny';
import sharp, { type Sharp } from 'sharp';

const GPS = { GPSLatitudeRef: 'N', GPSLatitude: '43/1 14/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '76/1 53/1 0/1' };

/** A picture with soft colours: compresses like a photo, and no two corners are alike. */
const pixels = (width: number, height: number, channels: 3 | 4): Sharp => {
  const data = Buffer.alloc(width * height * channels, 255);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) {
      data[at] = Math.floor((x / width) * 255);
      data[at + 1] = Math.floor((y / height) * 255);
      data[at + 2] = (x ^ y) & 0x3f;
    }
  }
  return sharp(data, { raw: { width, height, channels } });
};

export interface PhotoOptions {
  readonly width?: number;
  readonly height?: number;
  /** As in EXIF: 1 is upright, 6 has to be turned right. */
  readonly orientation?: number;
}

/** A JPEG as a phone makes it: place, camera, orientation and an ICC profile. */
export const phonePhoto = ({ width = 640, height = 480, orientation = 6 }: PhotoOptions = {}): Promise<Buffer> =>
  pixels(width, height, 3)
    .withExif({ IFD0: { Make: 'Canary', Model: 'Canary 9' }, IFD3: GPS })
    .withMetadata({ orientation })
    .withIccProfile('p3')
    .jpeg({ quality: 90 })
    .toBuffer();

/** As heavy for a decoder as a real photo: soft shapes under fine grain, about two bits a pixel. */
export const detailedPhoto = async (width: number, height: number, seed: number): Promise<Buffer> => {
  const data = Buffer.alloc(width * height * 3);
  let state = seed + 1;
  for (let y = 0, at = 0; y < height; y++) {
    const row = 60 * Math.sin(y / (90 + seed));
    for (let x = 0; x < width; x++, at += 3) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const grain = state >>> 28;
      const light = 120 + row + 50 * Math.sin(x / (70 + seed)) + grain;
      data[at] = light;
      data[at + 1] = light - (x & 127) / 4;
      data[at + 2] = light - (y & 255) / 4;
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { Make: 'Canary', Model: 'Canary 9' }, IFD3: GPS })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 88 })
    .toBuffer();
};

export const plainJpeg = (width = 64, height = 48): Promise<Buffer> => pixels(width, height, 3).jpeg().toBuffer();

export const plainPng = (width = 64, height = 48): Promise<Buffer> => pixels(width, height, 3).png().toBuffer();

export const plainWebp = (width = 64, height = 48): Promise<Buffer> => pixels(width, height, 3).webp().toBuffer();

/** With what phones write beside the pixels. */
const withPhoneData = (picture: Sharp): Sharp =>
  picture.withExif({ IFD0: { Make: 'Canary', Model: 'Canary 9' }, IFD3: GPS }).withIccProfile('p3');

export const phoneAvif = (width = 64, height = 48): Promise<Buffer> =>
  withPhoneData(pixels(width, height, 3))
    .avif({ effort: 0 })
    .toBuffer();

export const phoneTiff = (width = 64, height = 48): Promise<Buffer> =>
  withPhoneData(pixels(width, height, 3))
    .withXmp('<x exif:GPSLatitude="43,14N"/>')
    .tiff({ compression: 'lzw' })
    .toBuffer();

/** Its pages are the same picture. */
export const tiffOfPages = async (pages: number): Promise<Buffer> => {
  const [width, height] = [20, 10];
  const data = Buffer.alloc(width * height * pages * 3, 90);
  return sharp(data, { raw: { width, height: height * pages, channels: 3, pageHeight: height } })
    .tiff()
    .toBuffer();
};

/** One pixel, uncompressed. */
export const rawTiff = ({ channels = 1, isFloat = false } = {}): Buffer => {
  const entries = [
    [256, 4, 1],
    [257, 4, 1],
    [258, 3, isFloat ? 32 : 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, channels],
    [278, 4, 1],
    [279, 4, channels],
    [339, 3, isFloat ? 3 : 1],
  ] as const;
  const file = Buffer.alloc(16 + 2 + entries.length * 12 + 4);
  file.write('II*\0\x10', 'latin1');
  file.writeUInt16LE(entries.length, 16);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 18 + index * 12;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(1, at + 4);
    file.writeUInt32LE(value, at + 8);
  }
  return file;
};

/** The left half is “erased”: fully transparent, with its colours still there. */
export const pngWithErasedHalf = (): Promise<Buffer> => {
  const [width, height] = [64, 32];
  const data = Buffer.alloc(width * height * 4);
  for (let at = 0, x = 0; at < data.length; at += 4, x = (x + 1) % width) {
    data.set([200, 10, 160, x < width / 2 ? 0 : 255], at);
  }
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .withExif({ IFD0: { Make: 'Canary' } })
    .toBuffer();
};

export const animatedGif = async (frames = 3): Promise<Buffer> => {
  const [width, height] = [20, 10];
  const data = Buffer.alloc(width * height * frames * 3);
  for (let frame = 0; frame < frames; frame++) data.fill((frame * 80) % 256, frame * width * height * 3);
  return sharp(data, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ delay: new Array<number>(frames).fill(100) })
    .toBuffer();
};

/** Small in bytes, 108 megapixels when decoded. */
export const pixelBomb = (): Promise<Buffer> =>
  sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#000' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer();

/** Out of frames that are PNGs: the first is the picture that is shown where nothing moves. */
export const animatedPng = async (): Promise<Buffer> => {
  const still = await plainPng(20, 10);
  const control = Buffer.alloc(20);
  control.write('acTL', 4, 'latin1');
  control.set([0, 0, 0, 8], 0);
  control.writeUInt32BE(1, 8);
  control.writeUInt32BE(crc32(control.subarray(4, 16)), 16);
  return Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
};

const TAGS = { title: 'Canary', artist: 'Canary', comment: 'canary', raw: { LOCATION: '+43.2380+076.9450/' } };
/** Twenty milliseconds of silence. */
const OPUS_SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
/** One channel, 48,000 samples a second. */
const OPUS_CONFIG = Uint8Array.from(Buffer.from('4f707573486561640101000080bb0000000000', 'hex'));
const AAC_SILENCE = Uint8Array.of(0x21, 0x10, 0x04, 0x60, 0x8c, 0x1c);
const AAC_CONFIG = Uint8Array.of(0x11, 0x90);

const silence = async (format: OutputFormat, codec: 'opus' | 'aac', seconds: number): Promise<Buffer> => {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  output.setMetadataTags(TAGS);
  await output.start();
  const [packet, duration] = codec === 'opus' ? [OPUS_SILENCE, 0.02] : [AAC_SILENCE, 1024 / 48_000];
  const decoderConfig =
    codec === 'opus'
      ? { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description: OPUS_CONFIG }
      : { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 2, description: AAC_CONFIG };
  for (let at = 0; at < seconds; at += duration) {
    await source.add(new EncodedPacket(packet, 'key', at, duration), { decoderConfig });
  }
  await output.finalize();
  return Buffer.from(target.buffer as ArrayBuffer);
};

export const webmVoice = (seconds = 1): Promise<Buffer> => silence(new WebMOutputFormat(), 'opus', seconds);
export const oggVoice = (seconds = 1): Promise<Buffer> => silence(new OggOutputFormat(), 'opus', seconds);
export const mp4Voice = (seconds = 1): Promise<Buffer> => silence(new Mp4OutputFormat(), 'aac', seconds);

/** Frames of 26 milliseconds behind an ID3 tag with a title. */
export const mp3Voice = (seconds = 1): Buffer => {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  const title = Buffer.from('\0Canary', 'latin1');
  const tag = Buffer.concat([
    Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 10 + title.length]),
    Buffer.from('TIT2', 'latin1'),
    Buffer.of(0, 0, 0, title.length, 0, 0),
    title,
  ]);
  return Buffer.concat([tag, ...new Array<Buffer>(Math.ceil(seconds / 0.0261)).fill(frame)]);
};

/** The smallest document that readers open; whatever is added stands in its body. */
export const plainPdf = (added = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n${added}\nxref\n0 4\ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n`,
    'latin1',
  );

export const svg = (): Buffer => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
