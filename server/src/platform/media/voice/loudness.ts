/** Measures how loud a voice message is along its length. */
import { type EncodedPacket, EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import { OpusDecoder } from 'opus-decoder';
import { BarGatherer, toWaveform } from './waveform.ts';

/** Enough for loudness, and half the work of 48,000. */
const SAMPLE_RATE = 24_000;
const PACKETS_PER_BATCH = 500;
/** Amplitude below which all is silence. */
const SILENCE = 0.02;

const packetsOf = (track: InputAudioTrack): AsyncGenerator<EncodedPacket, void, unknown> =>
  new EncodedPacketSink(track).packets();

/** The loudest sample of each bar. */
const fromOpus = async (track: InputAudioTrack, seconds: number): Promise<number[]> => {
  const channels = await track.getNumberOfChannels();
  const decoder = new OpusDecoder({ sampleRate: SAMPLE_RATE, channels: Math.min(2, channels) });
  await decoder.ready;
  const gatherer = new BarGatherer(seconds * SAMPLE_RATE);
  let position = 0;
  const measure = (batch: Uint8Array[]): void => {
    const { channelData, samplesDecoded } = decoder.decodeFrames(batch);
    const samples = channelData[0];
    for (let at = 0; samples && at < samplesDecoded; at++) {
      gatherer.add(position + at, 1, Math.abs(samples[at] as number));
    }
    position += samplesDecoded;
  };
  try {
    let batch: Uint8Array[] = [];
    for await (const packet of packetsOf(track)) {
      if (batch.push(packet.data) < PACKETS_PER_BATCH) continue;
      measure(batch);
      batch = [];
    }
    measure(batch);
  } finally {
    decoder.free();
  }
  return toWaveform(gatherer.bars(), SILENCE);
};

/** A usable stand-in where there is no decoder: loud passages take more bytes. */
const fromPacketSizes = async (track: InputAudioTrack, seconds: number): Promise<number[]> => {
  const gatherer = new BarGatherer(seconds);
  for await (const packet of packetsOf(track)) {
    gatherer.add(packet.timestamp, packet.duration, packet.data.length);
  }
  return toWaveform(gatherer.bars(), 1);
};

export const measureLoudness = (track: InputAudioTrack, codec: string, seconds: number): Promise<number[]> =>
  codec === 'opus' ? fromOpus(track, seconds) : fromPacketSizes(track, seconds);
