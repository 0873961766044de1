/** How long a packet of sound plays, read from the packet itself: what a container says of it may be a lie. */

export type Codec = 'opus' | 'aac' | 'mp3';

/** Opus counts in 48,000 samples a second, whatever was recorded. */
export const OPUS_RATE = 48_000;
const LONGEST_OPUS_PACKET = 5_760;

/** RFC 6716 §3.1. @returns samples; 0 when it is no packet of Opus. */
export const opusSamples = (packet: Uint8Array): number => {
  const [toc, count = 0] = packet;
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frame =
    config < 12
      ? ([480, 960, 1_920, 2_880][config & 3] as number)
      : config < 16
        ? 480 << (config & 1)
        : 120 << (config & 3);
  const frames = [1, 2, 2, count & 63][toc & 3] as number;
  return frame * frames <= LONGEST_OPUS_PACKET ? frame * frames : 0;
};

export interface Mp3Frame {
  readonly samples: number;
  readonly sampleRate: number;
  readonly channels: number;
  /** How loud its first granule is, in no particular unit. */
  readonly loudness: number;
}

/** The gain is a logarithm; four steps double the amplitude, and twice as many make bars that can be told apart. */
const GAIN_STEPS = 8;

const bitsAt = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let bit = at; bit < at + count; bit++) value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
};

const MP3_RATES = [44_100, 48_000, 32_000] as const;

/** ISO 11172-3 and 13818-3, layer III. @returns undefined when it is no frame of MP3. */
export const readMp3Frame = (packet: Uint8Array): Mp3Frame | undefined => {
  const [sync = 0, kind = 0, rates = 0, mode = 0] = packet;
  const rate = MP3_RATES[((rates >> 2) & 3) as 0 | 1 | 2];
  // Bits: synchronisation, version (1 is reserved), layer III.
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || ((kind >> 3) & 3) === 1 || rate === undefined) return undefined;
  const version = (kind >> 3) & 3;
  const isFirst = version === 3;
  const channels = mode >> 6 === 3 ? 1 : 2;
  // The side information begins with pointers and flags; then come two lengths, and the gain of the first granule.
  const flags = isFirst ? 9 + (channels === 1 ? 5 : 3) + 4 * channels : 8 + channels;
  const start = (kind & 1 ? 4 : 6) * 8 + flags;
  const isSilent = bitsAt(packet, start, 12) === 0;
  return {
    samples: isFirst ? 1_152 : 576,
    sampleRate: rate >> (isFirst ? 0 : version === 2 ? 1 : 2),
    channels,
    loudness: isSilent ? 0 : 2 ** (bitsAt(packet, start + 21, 8) / GAIN_STEPS),
  };
};
