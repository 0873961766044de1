/** Runs media jobs on real worker processes. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { MediaAnswer, MediaJob, OutputName } from '../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../server/src/platform/media/media-pool.ts';
import { type MediaPoolOptions, openMediaPool } from '../../server/src/platform/media/worker/media-pool.process.ts';
import { silentLogger } from './silent-logger.ts';

export const testMediaPool = (options: Partial<MediaPoolOptions> = {}): MediaPool =>
  openMediaPool({ logger: silentLogger, ...options });

export interface MediaRun {
  readonly answer: MediaAnswer;
  readonly outputs: ReadonlyMap<OutputName, Buffer>;
}

export const runMedia = async (
  pool: MediaPool,
  job: MediaJob,
  file: Buffer,
  signal?: AbortSignal,
): Promise<MediaRun> => {
  const outputs = new Map<OutputName, Buffer>();
  const answer = await pool.run({
    job,
    input: Readable.from([file], { objectMode: false }),
    inputBytes: file.length,
    onOutput: async ({ name }, bytes) => void outputs.set(name, await buffer(Readable.from(bytes))),
    ...(signal ? { signal } : {}),
  });
  return { answer, outputs };
};

/** Groups that a rebuilt file has by its nature; anything else that exiftool finds was left behind. */
export const METADATA_GROUPS =
  /^(IFD\d|ExifIFD|GPS|InteropIFD|MakerNotes|XMP|IPTC|Photoshop|ICC|MPF|JUMBF|Adobe|Apple|Canon|GoPro|Keys|ItemList|UserData)/;
