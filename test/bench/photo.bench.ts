/** Photos through the front door, checked, rebuilt, sealed and stored, against the bare decoder; and fifty at once. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVisitor } from '../support/people.ts';
import { detailedPhoto } from '../support/sample-files.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger } from '../support/stranger.ts';
import { upload } from '../support/upload.ts';
import { type Benchmark, type BenchmarkOptions, median } from './benchmark.ts';
import { startChild } from './load/child.ts';
import { childrenOf, peakDuring, residentOf } from './load/resident-memory.ts';

const DIFFERENT = 4;
/** As many as there are media workers. */
const DECODED_AT_ONCE = 2;
/** One more waits in front of each worker. */
const UPLOADED_AT_ONCE = 2 * DECODED_AT_ONCE;
const ALL_AT_ONCE = 50;
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
    const { status, answer } = await upload(server.url, '/v1/attachments', token, fields, file);
    if (status !== 201) throw new Error(`a photo was not taken: ${status} ${JSON.stringify(answer)}`);
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

interface Speeds {
  readonly bare: number;
  readonly senim: number;
}

const measureSpeeds = async (paths: readonly string[], send: SendPhotos, count: number): Promise<Speeds> => {
  await using child = startChild(new URL('./load/bare-sharp.process.ts', import.meta.url), { MALLOC_ARENA_MAX: '2' });
  const bareOnce = (photos: number) => child.ask<number>({ paths, count: photos, atOnce: DECODED_AT_ONCE });
  await bareOnce(DIFFERENT);
  const bare = await bareOnce(count);
  const begun = performance.now();
  await send(count, UPLOADED_AT_ONCE);
  return { bare, senim: count / ((performance.now() - begun) / 1_000) };
};

/** What the server has grown by, and all that its media workers have. */
const measureMemory = async ({ pid }: ServerProcess, send: SendPhotos): Promise<number> => {
  const before = residentOf(pid);
  const measure = (): number =>
    childrenOf(pid, 'media-worker').reduce((sum, worker) => sum + residentOf(worker), residentOf(pid) - before);
  return peakDuring(measure, send(ALL_AT_ONCE, ALL_AT_ONCE));
};

const run = async ({ isQuick, log }: BenchmarkOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-photos-'));
  try {
    const paths = await makePhotos(folder);
    await using server = await serverProcess(SETTINGS);
    await server.start();
    const send = await openDoor(server, paths);
    const peak = (await measureMemory(server, send)) / MEGABYTE;
    log(`${ALL_AT_ONCE} at once: ${Math.round(peak)} MB`);
    const rounds: Speeds[] = [];
    for (let round = 0; round < (isQuick ? 1 : 5); round++) {
      const speeds = await measureSpeeds(paths, send, isQuick ? 8 : 24);
      log(`bare ${speeds.bare.toFixed(2)}/s, senim ${speeds.senim.toFixed(2)}/s`);
      rounds.push(speeds);
    }
    const perSecond = (name: keyof Speeds): string =>
      `${median(rounds.map((round) => round[name])).toFixed(1)} photos/s`;
    return [
      {
        what: 'Photos of 12 megapixels, from upload to published, against the bare decoder with the same output',
        baseline: perSecond('bare'),
        measured: perSecond('senim'),
        ratio: median(rounds.map(({ bare, senim }) => senim / bare)),
        reach: { atLeast: 0.85 },
      },
      {
        what: `Memory while ${ALL_AT_ONCE} of them come at once: what the server grows by and all of its media workers, against the limit`,
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
