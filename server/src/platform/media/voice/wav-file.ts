/** Plain WAV: uncompressed sound as 16-bit samples behind the 44 bytes of header that every player reads. */

export type PcmCodec = 'pcm-u8' | 'pcm-s16' | 'pcm-s24' | 'pcm-s32' | 'pcm-f32' | 'pcm-f64' | 'alaw' | 'ulaw';

const HEADER_BYTES = 44;
const FULL = 0x7fff;

const fromFloat = (value: number): number => Math.round(Math.max(-1, Math.min(1, value || 0)) * FULL);

/** ITU-T G.711. */
const fromAlaw = (byte: number): number => {
  const code = byte ^ 0x55;
  const step = (code >> 4) & 7;
  const value = ((code & 15) << 4) + 8;
  const size = step === 0 ? value : (value + 0x100) << (step - 1);
  return code & 0x80 ? size : -size;
};
const fromUlaw = (byte: number): number => {
  const code = ~byte & 0xff;
  const size = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -size : size;
};

interface Reading {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const readings: Readonly<Record<PcmCodec, Reading>> = {
  'pcm-u8': { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) << 8 },
  'pcm-s16': { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  'pcm-s24': { bytes: 3, read: (view, at) => view.getInt16(at + 1, true) },
  'pcm-s32': { bytes: 4, read: (view, at) => view.getInt16(at + 2, true) },
  'pcm-f32': { bytes: 4, read: (view, at) => fromFloat(view.getFloat32(at, true)) },
  'pcm-f64': { bytes: 8, read: (view, at) => fromFloat(view.getFloat64(at, true)) },
  alaw: { bytes: 1, read: (view, at) => fromAlaw(view.getUint8(at)) },
  ulaw: { bytes: 1, read: (view, at) => fromUlaw(view.getUint8(at)) },
};

export const isPcm = (codec: string): codec is PcmCodec => Object.hasOwn(readings, codec);

/** A stretch of sound as 16-bit samples; bytes at its end that are no whole sample are left out. */
export const toSamples = (bytes: Uint8Array, codec: PcmCodec): Int16Array => {
  const { bytes: size, read } = readings[codec];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Int16Array.from({ length: Math.floor(bytes.length / size) }, (_, at) => read(view, at * size));
};

export const writeWav = (parts: readonly Int16Array[], sampleRate: number, channels: number): Uint8Array => {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const file = Buffer.alloc(HEADER_BYTES + bytes);
  file.write('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0', 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * channels * 2, 28);
  file.writeUInt16LE(channels * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  let at = HEADER_BYTES;
  for (const part of parts) {
    for (const sample of part) at = file.writeInt16LE(sample, at);
  }
  return file;
};
