/** What a decoder has to know of a track, written anew: only its few numbers are taken over, and nothing can hide beside them. */
import { OPUS_RATE } from './packet-samples.ts';

export interface TrackConfig {
  /** As in RFC 6381. */
  readonly codec: string;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly description: Uint8Array<ArrayBuffer>;
}

export interface AacConfig extends TrackConfig {
  readonly samplesPerPacket: number;
}

const MOST_CHANNELS = 2;
/** What an encoder of Opus needs to settle, in samples, when nothing is said. */
const PRE_SKIP = 312;

/** @param header the `OpusHead` of the track (RFC 7845 §5.1), when it has one. */
export const opusConfig = (header: Uint8Array | undefined, channels: number): TrackConfig | undefined => {
  const view = header && header.length >= 19 ? Buffer.from(header) : undefined;
  // Another mapping means more than two channels.
  if (channels < 1 || channels > MOST_CHANNELS || (view?.[18] ?? 0) !== 0) return undefined;
  const description = Buffer.alloc(19);
  description.write('OpusHead\x01', 'latin1');
  description[9] = channels;
  description.writeUInt16LE(Math.min(view?.readUInt16LE(10) ?? PRE_SKIP, OPUS_RATE), 10);
  description.writeUInt32LE(OPUS_RATE, 12);
  description.writeInt16LE(view?.readInt16LE(16) ?? 0, 16);
  return { codec: 'opus', sampleRate: OPUS_RATE, numberOfChannels: channels, description: new Uint8Array(description) };
};

const AAC_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const LOW_COMPLEXITY = 2;
/** Low complexity with a high band, and with stereo, rebuilt by the decoder: browsers play these, and no others. */
const EXTENDED = [5, 29];

class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }
}

const packBits = (...fields: readonly (readonly [value: number, bits: number])[]): Uint8Array<ArrayBuffer> => {
  const text = fields.map(([value, bits]) => value.toString(2).padStart(bits, '0')).join('');
  return Uint8Array.from(text.match(/.{1,8}/g) ?? [], (part) => Number.parseInt(part.padEnd(8, '0'), 2));
};

/** @param specific the `AudioSpecificConfig` of the track (ISO 14496-3 §1.6.2.1). */
export const aacConfig = (specific: Uint8Array): AacConfig | undefined => {
  const bits = new Bits(specific);
  const type = bits.read(5);
  const isExtended = EXTENDED.includes(type);
  const rate = bits.read(4);
  const channels = bits.read(4);
  const extendedRate = isExtended ? bits.read(4) : rate;
  const core = isExtended ? bits.read(5) : type;
  const isShort = bits.read(1);
  const [sampleRate, played] = [AAC_RATES[rate], AAC_RATES[extendedRate]];
  if (core !== LOW_COMPLEXITY || !sampleRate || !played || channels < 1 || channels > MOST_CHANNELS) return undefined;
  const general = [isShort << 2, 3] as const;
  return {
    codec: `mp4a.40.${type}`,
    sampleRate,
    numberOfChannels: channels,
    samplesPerPacket: isShort ? 960 : 1_024,
    description: isExtended
      ? packBits([type, 5], [rate, 4], [channels, 4], [extendedRate, 4], [core, 5], general)
      : packBits([core, 5], [rate, 4], [channels, 4], general),
  };
};

/** A packet that came with a header of its own (ADTS): what its header says, and the packet without it. */
export const readAdts = (packet: Uint8Array): { config: AacConfig | undefined; data: Uint8Array } | undefined => {
  const [sync = 0, flags = 0, kind = 0, more = 0, , , , blocks = 0] = packet;
  if (sync !== 0xff || (flags & 0xf6) !== 0xf0 || ((packet[6] ?? blocks) & 3) !== 0) return undefined;
  const channels = ((kind & 1) << 2) | (more >> 6);
  const specific = packBits([(kind >> 6) + 1, 5], [(kind >> 2) & 15, 4], [channels, 4], [0, 3]);
  return { config: aacConfig(specific), data: packet.subarray(flags & 1 ? 7 : 9) };
};

const [DATA, FILL] = [4, 6];

/** Bits of an element of data or filling that a block of AAC begins with; 0 when it begins with sound. */
const fillingBits = (packet: Uint8Array): number => {
  const bits = new Bits(packet);
  const kind = bits.read(3);
  if (kind === FILL) {
    const count = bits.read(4);
    return count === 15 ? 15 + 8 * (count + bits.read(8) - 1) : 7 + 8 * count;
  }
  if (kind !== DATA) return 0;
  const isAligned = (bits.read(5) & 1) === 1;
  const count = bits.read(8);
  const [head, bytes] = count === 255 ? [24, count + bits.read(8)] : [16, count];
  return (isAligned ? Math.ceil(head / 8) * 8 : head) + 8 * bytes;
};

/** A block of AAC without what it carries before its sound: encoders write their names there. */
export const withoutFilling = (packet: Uint8Array): Uint8Array => {
  let rest = packet;
  for (let bits = fillingBits(rest); bits > 0 && bits < rest.length * 8; bits = fillingBits(rest)) {
    const [from, shift] = [bits >> 3, bits & 7];
    rest = rest
      .subarray(from)
      .map((byte, at, bytes) => ((byte << shift) | ((bytes[at + 1] ?? 0) >> (8 - shift))) & 0xff);
  }
  return rest;
};
