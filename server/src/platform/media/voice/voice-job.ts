/** The voice job: the sound as it was, in a container without tags that every browser plays. */
import { ADTS, BufferSource, Input, type InputFormat, MP3, MP4, OGG, QTFF, WAVE, WEBM } from 'mediabunny';
import { type JobResult, refuse, type VoiceJob } from '../media-job.ts';
import { measureLoudness } from './loudness.ts';
import { Refused, readSound } from './read-sound.ts';
import { voiceRemovals } from './voice-removals.ts';
import { writeSound } from './write-sound.ts';

const FORMATS: InputFormat[] = [WEBM, OGG, MP4, QTFF, MP3, WAVE, ADTS];

const open = (file: Uint8Array): Input =>
  new Input({ formats: FORMATS, source: new BufferSource(new Uint8Array(file)) });

/** Looks again at what came out: a tag in it would be a fault of ours. */
const isClean = async (file: Uint8Array): Promise<boolean> => {
  using input = open(file);
  const { raw = {}, images = [], ...tags } = await input.getMetadataTags();
  return Object.keys(tags).length + Object.keys(raw).length + images.length === 0;
};

const rebuild = async (file: Buffer, maxSeconds: number): Promise<JobResult> => {
  using input = open(file);
  const sound = await readSound(input, file, maxSeconds);
  const removed = voiceRemovals(await input.getMetadataTags());
  const waveform = await measureLoudness(sound);
  if (!waveform) return refuse('unreadable', 'the sound cannot be decoded');
  const { mediaType, file: full } = await writeSound(sound);
  if (!(await isClean(full))) return refuse('unsafe', 'tags are left in the sound');
  const durationMs = Math.round(sound.seconds * 1_000);
  return { outcome: 'done', files: new Map([['full', full]]), facts: { mediaType, removed, durationMs, waveform } };
};

export const runVoiceJob = async (file: Buffer, { maxSeconds }: VoiceJob): Promise<JobResult> => {
  try {
    return await rebuild(file, maxSeconds);
  } catch (error) {
    if (error instanceof Refused) return error.result;
    // The demuxer says so of codecs that it does not know.
    if (/unsupported/i.test(String(error))) return refuse('type-not-allowed', 'the sound has another codec');
    return refuse('unreadable', 'the sound is broken');
  }
};
