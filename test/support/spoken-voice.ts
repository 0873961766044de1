/** Voice messages as devices record them: a real sentence, spoken by espeak-ng, in the containers and codecs that people send. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './installed-tool.ts';

/** What they are called, and how ffmpeg makes them. */
const RECIPES = {
  // As Chrome and Firefox record: through a pipe, without a duration.
  'webm-opus.webm': ['-c:a', 'libopus', '-b:a', '24k', '-f', 'webm', '-live', '1'],
  'ogg-opus.ogg': ['-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg'],
  'mp4-aac.m4a': ['-c:a', 'aac', '-b:a', '48k', '-f', 'mp4'],
  // As Safari records.
  'fragmented-aac.mp4': ['-c:a', 'aac', '-b:a', '48k', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4'],
  'quicktime-aac.mov': ['-c:a', 'aac', '-b:a', '48k', '-f', 'mov'],
  'adts.aac': ['-c:a', 'aac', '-b:a', '48k', '-f', 'adts'],
  'constant.mp3': ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'],
  'variable.mp3': ['-c:a', 'libmp3lame', '-q:a', '6', '-f', 'mp3'],
  'pcm16.wav': ['-c:a', 'pcm_s16le', '-f', 'wav'],
  'pcm24.wav': ['-c:a', 'pcm_s24le', '-f', 'wav'],
  'float.wav': ['-c:a', 'pcm_f32le', '-f', 'wav'],
  'ulaw.wav': ['-c:a', 'pcm_mulaw', '-ar', '8000', '-f', 'wav'],
} as const;

export type SpokenName = keyof typeof RECIPES;

export interface Spoken {
  readonly seconds: number;
  readonly voices: ReadonlyMap<SpokenName, Buffer>;
  /** With a picture that moves. */
  readonly video: Buffer;
}

const SENTENCE = 'Hello, my parcel has not arrived. Could you please tell me where it is? Thank you very much.';
const TAGS = ['title', 'artist', 'comment', 'location'].flatMap((name) => [
  '-metadata',
  `${name}=Canary +43.2380+076.9450/`,
]);

/** Needs espeak-ng, ffmpeg and ffprobe. */
export const spokenVoices = async (): Promise<Spoken> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-spoken-'));
  try {
    const source = join(folder, 'source.wav');
    await runTool('espeak-ng', ['-w', source, SENTENCE]);
    const make = async (name: string, recipe: readonly string[], inputs: readonly string[] = []): Promise<Buffer> => {
      const path = join(folder, name);
      const quiet = ['-nostdin', '-loglevel', 'error', '-y'];
      await runTool('ffmpeg', [...quiet, '-i', source, ...inputs, ...TAGS, '-ar', '48000', ...recipe, path]);
      return readFile(path);
    };
    const probed = await runTool('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format=duration',
      '-of',
      'csv=p=0',
      source,
    ]);
    const voices = new Map<SpokenName, Buffer>();
    for (const [name, recipe] of Object.entries(RECIPES)) voices.set(name as SpokenName, await make(name, recipe));
    const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5'];
    const video = await make('video.mp4', ['-c:v', 'mpeg4', '-c:a', 'aac', '-shortest', '-f', 'mp4'], picture);
    return { seconds: Number(probed.toString()), voices, video };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
