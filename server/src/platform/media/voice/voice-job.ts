/** The voice job: the sound as it was, in a container without tags that every browser plays. */
import {
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  type InputAudioTrack,
  MP3,
  MP4,
  Mp4OutputFormat,
  OGG,
  Output,
  QTFF,
  WEBM,
} from 'mediabunny';
import { type JobResult, refuse, type VoiceJob } from '../media-job.ts';
import { measureLoudness } from './loudness.ts';
import { voiceRemovals } from './voice-removals.ts';

const FORMATS = [WEBM, OGG, MP4, QTFF, MP3];
const CODECS = new Set(['opus', 'aac', 'mp3']);

const remux = async (input: Input): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const conversion = await Conversion.init({
    input,
    output,
    tracks: 'primary',
    video: { discard: true },
    tags: {},
    showWarnings: false,
  });
  if (!conversion.isValid) return undefined;
  await conversion.execute();
  return target.buffer ? new Uint8Array(target.buffer) : undefined;
};

const open = (file: Uint8Array<ArrayBuffer>): Input => new Input({ formats: FORMATS, source: new BufferSource(file) });

const soundOf = async (input: Input): Promise<{ track: InputAudioTrack; codec: string } | undefined> => {
  const track = await input.getPrimaryAudioTrack();
  const codec = await track?.getCodec();
  return track && codec && CODECS.has(codec) ? { track, codec } : undefined;
};

/** Duration and loudness are measured on what came out, never believed from what came in. */
const describe = async (
  rebuilt: Uint8Array<ArrayBuffer>,
  removed: ReturnType<typeof voiceRemovals>,
  maxSeconds: number,
): Promise<JobResult> => {
  using input = open(rebuilt);
  const sound = await soundOf(input);
  if (!sound) return refuse('unreadable', 'the sound could not be rebuilt');
  const seconds = await sound.track.computeDuration();
  if (!Number.isFinite(seconds) || seconds <= 0) return refuse('unreadable', 'there is no sound');
  if (seconds > maxSeconds) return refuse('too-large', 'the voice message is too long');
  return {
    outcome: 'done',
    files: new Map([['full', rebuilt]]),
    facts: {
      mediaType: 'audio/mp4',
      removed,
      durationMs: Math.round(seconds * 1000),
      waveform: await measureLoudness(sound.track, sound.codec, seconds),
    },
  };
};

export const runVoiceJob = async (file: Buffer, { maxSeconds }: VoiceJob): Promise<JobResult> => {
  try {
    using input = open(new Uint8Array(file));
    if (!(await input.canRead())) return refuse('type-not-allowed', 'the sound has another container');
    if (!(await soundOf(input))) return refuse('type-not-allowed', 'the sound has another codec');
    const removed = voiceRemovals(await input.getMetadataTags());
    const rebuilt = await remux(input);
    return rebuilt ? await describe(rebuilt, removed, maxSeconds) : refuse('unreadable', 'the sound is broken');
  } catch {
    return refuse('unreadable', 'the sound is broken');
  }
};
