/** Measures how loud a voice message is along its length. */
import { OpusDecoder } from 'opus-decoder';
import { readMp3Frame } from './packet-samples.ts';
import type { CodedSound, PlainSound, Sound } from './sound.ts';
import { BarGatherer, toWaveform } from './waveform.ts';

/** Enough for loudness, and half the work of 48,000. */
const SAMPLE_RATE = 24_000;
const PACKETS_PER_BATCH = 500;
/** Amplitude below which all is silence. */
const SILENCE = 0.02;
/** What is not Opus at all fails in most of its packets; a recording with a scratch in a few. */
const MOST_BROKEN = 0.1;

/** The loudest sample of each bar; undefined when it cannot be decoded. */
const fromOpus = async ({ packets, config, seconds }: CodedSound): Promise<number[] | undefined> => {
  const decoder = new OpusDecoder({ sampleRate: SAMPLE_RATE, channels: config.numberOfChannels });
  await decoder.ready;
  const gatherer = new BarGatherer(seconds * SAMPLE_RATE);
  let [position, broken] = [0, 0];
  try {
    for (let from = 0; from < packets.length; from += PACKETS_PER_BATCH) {
      const batch = packets.slice(from, from + PACKETS_PER_BATCH).map(({ data }) => data);
      const { channelData, samplesDecoded, errors } = decoder.decodeFrames(batch);
      broken += errors.length;
      const samples = channelData[0];
      for (let at = 0; samples && at < samplesDecoded; at++) {
        gatherer.add(position + at, 1, Math.abs(samples[at] as number));
      }
      position += samplesDecoded;
    }
  } finally {
    decoder.free();
  }
  return broken > packets.length * MOST_BROKEN ? undefined : toWaveform(gatherer.bars(), SILENCE);
};

/** Without a decoder: an MP3 tells the gain of each frame; of others, loud passages take more bytes. */
const fromPackets = ({ codec, packets, seconds }: CodedSound): number[] => {
  const gatherer = new BarGatherer(seconds);
  let at = 0;
  for (const packet of packets) {
    const value = codec === 'mp3' ? (readMp3Frame(packet.data)?.loudness ?? 0) : packet.data.length;
    gatherer.add(at, packet.seconds, value);
    at += packet.seconds;
  }
  return toWaveform(gatherer.bars(), 1);
};

const fromSamples = ({ parts, channels, sampleRate, seconds }: PlainSound): number[] => {
  const gatherer = new BarGatherer(seconds * sampleRate * channels);
  let at = 0;
  for (const part of parts) {
    for (const sample of part) gatherer.add(at++, 1, Math.abs(sample) / 0x8000);
  }
  return toWaveform(gatherer.bars(), SILENCE);
};

/** @returns undefined when the sound turns out to be none. */
export const measureLoudness = async (sound: Sound): Promise<number[] | undefined> => {
  if (sound.codec === 'pcm') return fromSamples(sound);
  return sound.codec === 'opus' ? fromOpus(sound) : fromPackets(sound);
};
