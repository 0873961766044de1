/** Photos from quarantine to published, against the bare decoder; and fifty at once through the front door. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVisitor } from '../support/people.ts';
import { detailedPhoto } from '../support/sample-files.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger } from '../support/stranger.ts';
import { upload } from '../support/upload.ts';
import { type Benchmark, type BenchmarkOptions, median } from './benchmark.ts';
import { type Child, startChild } from './load/child.ts';
import type { PhotoWork } from './load/photo-work.ts';
import { childrenOf, peakDuring, residentOf } from './load/resident-memory.ts';

const DIFFERENT = 4;
/** As many as there are media workers. */
const DECODED_AT_ONCE = 2;
/** Others wait in front of the workers, and are sealed behind them. */
const UPLOADED_AT_ONCE = 3 * DECODED_AT_ONCE;
const ALL_AT_ONCE = 50;
const MOST_ATTEMPTS = 30;
const RETRY_MS = 1_000;
const MEGABYTE = 1_000_000;
const MEMORY_LIMIT = 700;

const SETTINGS = {
  SENIM_RATE_LIMITS: 'off',
  SENIM_LOG_LEVEL: 'warn',
  SENIM_UPLOADS_PER_PERSON: '1000',
  SENIM_QUOTA_PERSON_FILES: '100000',
  SENIM_QUOTA_PERSON_BYTES: '100GB',
  SENIM_QUOTA_CONVERSATION_FILES: '100000',
  SENIM_QUOTA_CONVERSATION_BYTES: '100GB',
};

/** Resolves when they are all published. */
type SendPhotos = (count: number, atOnce: number) => Promise<void>;

const makePhotos = async (folder: string): Promise<string[]> => {
  const paths: string[] = [];
  for (let index = 0; index < DIFFERENT; index++) {
    const path = join(folder, `${index}.jpg`);
    await writeFile(path, await detailedPhoto(4_000, 3_000, index));
    paths.push(path);
  }
  return paths;
};

const openDoor = async (server: ServerProcess, paths: readonly string[]): Promise<SendPhotos> => {
  const { token } = await createVisitor(server.url);
  using stranger = await connectStranger(server.url, token);
  const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
  const photos = await Promise.all(paths.map(async (path) => new Uint8Array(await readFile(path))));
  const send = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
    const fields = { conversationId: conversation.id, kind: 'photo' };
    const file = { bytes, name: 'photo.jpg', type: 'image/jpeg' };
    // A busy server may ask for another attempt, as every client makes it; the line may break while it says so.
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const sent = await upload(server.url, '/v1/attachments', token, fields, file).catch(() => undefined);
      if (sent?.status === 201) return;
      if (sent && !sent.answer.retryable) throw new Error(`a photo was not taken: ${JSON.stringify(sent.answer)}`);
      await sleep(RETRY_MS);
    }
    throw new Error(`a photo was not taken in ${MOST_ATTEMPTS} attempts`);
  };
  return async (count, atOnce) => {
    const turns = Array.from(
      { length: count },
      (_, index) => photos[index % photos.length] as Uint8Array<ArrayBuffer>,
    ).values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const photo of turns) await send(photo);
      }),
    );
  };
};

type Speeds = Readonly<Record<'bare' | 'senim', number>>;
type Sides = Readonly<Record<'bare' | 'senim', Child>>;

/** One after the other, in turn first: a machine that others use as well is not as fast from second to second. */
const measureSpeeds = async (
  { bare, senim }: Sides,
  work: Omit<PhotoWork, 'atOnce'>,
  round: number,
): Promise<Speeds> => {
  const measureBare = () => bare.ask<number>({ ...work, atOnce: DECODED_AT_ONCE });
  const measureSenim = () => senim.ask<number>({ ...work, atOnce: UPLOADED_AT_ONCE });
  const early = round % 2 === 0 ? await measureBare() : undefined;
  const senimSpeed = await measureSenim();
  return { bare: early ?? (await measureBare()), senim: senimSpeed };
};

const measureRounds = async (paths: readonly string[], { isQuick, log }: BenchmarkOptions): Promise<Speeds[]> => {
  await using bare = startChild(new URL('./load/bare-sharp.process.ts', import.meta.url), { MALLOC_ARENA_MAX: '2' });
  await using senim = startChild(new URL('./load/photo-pipeline.process.ts', import.meta.url));
  const sides = { bare, senim };
  await measureSpeeds(sides, { paths, count: isQuick ? DIFFERENT : 4 * DIFFERENT }, 0);
  const rounds: Speeds[] = [];
  for (let round = 0; round < (isQuick ? 3 : 9); round++) {
    const speeds = await measureSpeeds(sides, { paths, count: isQuick ? 8 : 24 }, round);
    log(`bare ${speeds.bare.toFixed(2)}/s, senim ${speeds.senim.toFixed(2)}/s`);
    rounds.push(speeds);
  }
  return rounds;
};

/** What the server has grown by, and all that its media workers have. */
const measureMemory = async ({ pid }: ServerProcess, send: SendPhotos): Promise<number> => {
  const before = residentOf(pid);
  const measure = (): number =>
    childrenOf(pid, 'media-worker').reduce((sum, worker) => sum + residentOf(worker), residentOf(pid) - before);
  return peakDuring(measure, send(ALL_AT_ONCE, ALL_AT_ONCE));
};

const measurePeak = async (paths: readonly string[]): Promise<number> => {
  await using server = await serverProcess(SETTINGS);
  await server.start();
  return (await measureMemory(server, await openDoor(server, paths))) / MEGABYTE;
};

const run = async (options: BenchmarkOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-photos-'));
  try {
    const paths = await makePhotos(folder);
    const rounds = await measureRounds(paths, options);
    const peak = await measurePeak(paths);
    const perSecond = (name: keyof Speeds): string =>
      `${median(rounds.map((round) => round[name])).toFixed(1)} photos/s`;
    return [
      {
        what: 'Photos of 12 megapixels, from quarantine to published, against the bare decoder with the same output',
        baseline: perSecond('bare'),
        measured: perSecond('senim'),
        ratio: median(rounds.map(({ bare, senim }) => senim / bare)),
        reach: { atLeast: 0.85 },
      },
      {
        what: `Memory while ${ALL_AT_ONCE} of them come at once: what the server grows by, and all of its media workers`,
        baseline: `${MEMORY_LIMIT} MB`,
        measured: `${Math.round(peak)} MB`,
        ratio: peak / MEMORY_LIMIT,
        reach: { atMost: 1 },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const benchmark: Benchmark = { name: 'photo', run };
