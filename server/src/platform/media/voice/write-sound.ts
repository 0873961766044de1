/** Writes a sound anew, in the one form for its codec that Chrome, Firefox and Safari all play. */
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp3OutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import type { CodedSound, Sound } from './sound.ts';
import { writeWav } from './wav-file.ts';

export interface WrittenSound {
  readonly mediaType: 'audio/mp4' | 'audio/mpeg' | 'audio/wav';
  readonly file: Uint8Array;
}

/** Boxes on the way to those that tell more than a player needs. */
const INNER_BOXES = new Set(['moov', 'trak', 'mdia']);
/** These begin with two times: when it was made, when it was changed. */
const TIMED_BOXES = new Set(['mvhd', 'tkhd', 'mdhd']);
/** Where, in the box that names the program that wrote it, that name begins. */
const NAME_OFFSET = 32;

/** Nobody has to know when and by what it was written. */
const wipe = (file: Buffer, start = 0, end = file.length): void => {
  for (let at = start; at + 8 <= end; ) {
    const bytes = Math.max(8, file.readUInt32BE(at));
    const type = file.toString('latin1', at + 4, at + 8);
    if (INNER_BOXES.has(type)) wipe(file, at + 8, at + bytes);
    if (TIMED_BOXES.has(type)) file.fill(0, at + 12, at + 12 + (file[at + 8] === 1 ? 16 : 8));
    if (type === 'hdlr') file.fill(0, at + NAME_OFFSET, at + bytes);
    at += bytes;
  }
};

const writeCoded = async ({ codec, config, packets }: CodedSound): Promise<Uint8Array> => {
  const target = new BufferTarget();
  const format = codec === 'mp3' ? new Mp3OutputFormat() : new Mp4OutputFormat({ fastStart: 'in-memory' });
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  let at = 0;
  for (const { data, seconds } of packets) {
    await source.add(new EncodedPacket(data, 'key', at, seconds), { decoderConfig: config });
    at += seconds;
  }
  await output.finalize();
  const file = Buffer.from(target.buffer as ArrayBuffer);
  if (codec !== 'mp3') wipe(file);
  return file;
};

/** MP3 stays MP3: Safari does not play it inside MP4. Plain samples have no form but WAV that all of them play. */
export const writeSound = async (sound: Sound): Promise<WrittenSound> => {
  if (sound.codec === 'pcm') {
    return { mediaType: 'audio/wav', file: writeWav(sound.parts, sound.sampleRate, sound.channels) };
  }
  return { mediaType: sound.codec === 'mp3' ? 'audio/mpeg' : 'audio/mp4', file: await writeCoded(sound) };
};
