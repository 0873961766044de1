/** Reads a voice message: one track of sound, packet by packet, timed by what is in the packets. */
import { EncodedPacketSink, type Input, type InputAudioTrack } from 'mediabunny';
import { type JobResult, refuse } from '../media-job.ts';
import { isCutOff, missesMp3Frames } from './cut-off.ts';
import { type AacConfig, aacConfig, opusConfig, readAdts, type TrackConfig, withoutFilling } from './decoder-config.ts';
import { type Codec, OPUS_RATE, opusSamples, readMp3Frame } from './packet-samples.ts';
import type { CodedSound, Packet, Sound } from './sound.ts';
import { isPcm, toSamples } from './wav-file.ts';

/** A refusal on its way out of the reading. */
export class Refused extends Error {
  readonly result: JobResult;

  constructor(...reason: Parameters<typeof refuse>) {
    super(reason[1]);
    this.result = refuse(...reason);
  }
}

const PLAIN_RATES = { least: 8_000, most: 96_000 };
const MOST_CHANNELS = 2;

const cutOff = (): Refused => new Refused('unreadable', 'the recording is cut off');
const broken = (): Refused => new Refused('unreadable', 'the sound is broken');
const otherCodec = (): Refused => new Refused('type-not-allowed', 'the sound has another codec');

/** Collects packets, and gives up as soon as they are too long. */
class Tape {
  readonly packets: Packet[] = [];
  readonly #maxSeconds: number;
  seconds = 0;

  constructor(maxSeconds: number) {
    this.#maxSeconds = maxSeconds;
  }

  add(data: Uint8Array, seconds: number): void {
    this.seconds += seconds;
    if (this.seconds > this.#maxSeconds) {
      throw new Refused('too-large', `a voice message has at most ${this.#maxSeconds} seconds`);
    }
    this.packets.push({ data, seconds });
  }
}

interface Reading {
  readonly track: InputAudioTrack;
  readonly description: Uint8Array | undefined;
  readonly tape: Tape;
  readonly channels: number;
}

const packetsOf = async function* (track: InputAudioTrack): AsyncGenerator<Uint8Array> {
  for await (const { data } of new EncodedPacketSink(track).packets()) {
    // Where a file was cut, the demuxer finds nothing.
    if (data.length === 0) throw cutOff();
    yield data;
  }
};

const readOpus = async ({ track, description, tape, channels }: Reading): Promise<TrackConfig> => {
  const config = opusConfig(description, channels);
  if (!config) throw otherCodec();
  for await (const data of packetsOf(track)) {
    const samples = opusSamples(data);
    if (samples === 0) throw broken();
    tape.add(data, samples / OPUS_RATE);
  }
  return config;
};

const readAac = async ({ track, description, tape }: Reading): Promise<TrackConfig> => {
  let config: AacConfig | undefined = description && aacConfig(description);
  if (description && !config) throw otherCodec();
  for await (const packet of packetsOf(track)) {
    const adts = description ? undefined : readAdts(packet);
    if (!description && !adts) throw broken();
    config ??= adts?.config;
    if (!config) throw otherCodec();
    tape.add(withoutFilling(adts?.data ?? packet), config.samplesPerPacket / config.sampleRate);
  }
  if (!config) throw broken();
  return config;
};

const readMp3 = async ({ track, tape, channels }: Reading): Promise<Omit<TrackConfig, 'description'>> => {
  let sampleRate: number | undefined;
  for await (const data of packetsOf(track)) {
    const frame = readMp3Frame(data);
    sampleRate ??= frame?.sampleRate;
    if (!frame || frame.sampleRate !== sampleRate) throw broken();
    tape.add(data, frame.samples / frame.sampleRate);
  }
  return { codec: 'mp3', sampleRate: sampleRate ?? 0, numberOfChannels: channels };
};

const readers = { opus: readOpus, aac: readAac, mp3: readMp3 };
const isCoded = (codec: string): codec is Codec => Object.hasOwn(readers, codec);

/** Throws Refused. */
export const readSound = async (input: Input, file: Buffer, maxSeconds: number): Promise<Sound> => {
  if (!(await input.canRead())) throw new Refused('type-not-allowed', 'the sound has another container');
  const { name: format } = await input.getFormat();
  if (isCutOff(file, format)) throw cutOff();
  if ((await input.getVideoTracks()).length > 0) {
    throw new Refused('type-not-allowed', 'a video is no voice message');
  }
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Refused('type-not-allowed', 'there is no sound');
  const codec = await track.getCodec();
  if (!codec || !(isCoded(codec) || isPcm(codec))) throw otherCodec();
  const [channels, config] = [await track.getNumberOfChannels(), await track.getDecoderConfig()];
  const tape = new Tape(maxSeconds);

  if (isCoded(codec)) {
    const stated = config?.description && new Uint8Array(config.description as Uint8Array);
    const own = await readers[codec]({ track, description: stated, tape, channels });
    const sound: CodedSound = { codec, config: own, packets: tape.packets, seconds: tape.seconds };
    if (sound.packets.length === 0) throw new Refused('unreadable', 'there is no sound');
    if (codec === 'mp3' && missesMp3Frames(file, sound.packets.length)) throw cutOff();
    return sound;
  }
  const sampleRate = await track.getSampleRate();
  const isUsual = sampleRate >= PLAIN_RATES.least && sampleRate <= PLAIN_RATES.most && channels <= MOST_CHANNELS;
  if (!isUsual) throw otherCodec();
  const parts: Int16Array[] = [];
  for await (const data of packetsOf(track)) {
    const samples = toSamples(data, codec);
    tape.add(data, samples.length / channels / sampleRate);
    parts.push(samples);
  }
  if (parts.length === 0) throw new Refused('unreadable', 'there is no sound');
  return { codec: 'pcm', sampleRate, channels, parts, seconds: tape.seconds };
};
