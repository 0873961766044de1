/** Files of 100 MB through the front door against multer's disk storage; and what sealing costs beside the bare cipher. */
import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CHUNK_BYTES } from '../../server/src/platform/sealing/payload-format.ts';
import { sealPayload } from '../../server/src/platform/sealing/seal-payload.ts';
import { createVisitor } from '../support/people.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger } from '../support/stranger.ts';
import { type Benchmark, type BenchmarkOptions, type BenchmarkRow, median } from './benchmark.ts';
import { startChild } from './load/child.ts';
import { peakDuring, residentOf } from './load/resident-memory.ts';
import { type FileForm, fileForm, longestWait, sendFile } from './load/send-file.ts';

const MEGABYTE = 1_000_000;
const FILE_BYTES = 100 * MEGABYTE;
const WARM_UP_BYTES = 5 * MEGABYTE;
const GROWTH_LIMIT = 64;
const SEALED_BYTES = 256 * MEGABYTE;
const MORE_THAN_SENT = '1TB';

const SETTINGS = {
  SENIM_RATE_LIMITS: 'off',
  SENIM_LOG_LEVEL: 'warn',
  SENIM_QUOTA_PERSON_BYTES: MORE_THAN_SENT,
  SENIM_QUOTA_CONVERSATION_BYTES: MORE_THAN_SENT,
};

const text = (bytes: number): Buffer =>
  Buffer.alloc(bytes, 'A line of plain text, as a log or a table has many of them.\n');

interface Target {
  readonly url: string;
  readonly token: string;
  formOf(file: Buffer): FileForm;
}

interface Round {
  readonly perSecond: number;
  readonly longestWait: number;
}

const senim = async (server: ServerProcess): Promise<Target> => {
  const { token } = await createVisitor(server.url);
  using stranger = await connectStranger(server.url, token);
  const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
  const fields = { conversationId: String(conversation.id), kind: 'file' };
  return { url: server.url, token, formOf: (file) => fileForm(fields, file) };
};

const measure = async ({ url, token }: Target, form: FileForm): Promise<Round> => {
  const sent = sendFile(url, token, form);
  const wait = await longestWait(url, sent);
  return { perSecond: FILE_BYTES / MEGABYTE / ((await sent) / 1_000), longestWait: wait };
};

const empty = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name));
};

/** What the server's memory grows by above what it has after small uploads. */
const measureGrowth = async ({ pid }: ServerProcess, target: Target, form: FileForm): Promise<number> => {
  const before = residentOf(pid);
  const peak = await peakDuring(() => residentOf(pid), sendFile(target.url, target.token, form));
  return (peak - before) / MEGABYTE;
};

const uploads = async ({ isQuick, log }: BenchmarkOptions): Promise<BenchmarkRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-uploads-'));
  try {
    await using bareProcess = startChild(new URL('./load/bare-upload.process.ts', import.meta.url), {
      UPLOAD_FOLDER: folder,
    });
    await using server = await serverProcess(SETTINGS);
    await server.start();
    const ours = await senim(server);
    const bare: Target = {
      url: await bareProcess.ask<string>({}),
      token: 'none',
      formOf: (file) => fileForm({}, file),
    };
    const file = text(FILE_BYTES);
    for (const target of [bare, ours]) {
      for (let count = 0; count < 3; count++) {
        await sendFile(target.url, target.token, target.formOf(text(WARM_UP_BYTES)));
      }
    }
    const growth = await measureGrowth(server, ours, ours.formOf(file));
    log(`memory grew by ${growth.toFixed(0)} MB`);
    const rounds: { bare: Round; senim: Round }[] = [];
    for (let round = 0; round < (isQuick ? 1 : 5); round++) {
      const pair = { bare: await measure(bare, bare.formOf(file)), senim: await measure(ours, ours.formOf(file)) };
      await empty(folder);
      for (const [name, { perSecond, longestWait }] of Object.entries(pair)) {
        log(`${name}: ${perSecond.toFixed(0)} MB/s, others waited ${longestWait.toFixed(0)} ms at most`);
      }
      rounds.push(pair);
    }
    const of = (name: 'bare' | 'senim', pick: (round: Round) => number): number =>
      median(rounds.map((pair) => pick(pair[name])));
    const speedOf = (name: 'bare' | 'senim'): string =>
      `${of(name, ({ perSecond }) => perSecond).toFixed(0)} MB/s; others waited ${of(name, (round) => round.longestWait).toFixed(0)} ms at most`;
    return [
      {
        what: 'A text of 100 MB, hashed, sealed, inspected and stored durably, against multer’s disk storage',
        baseline: speedOf('bare'),
        measured: speedOf('senim'),
        ratio: median(rounds.map((pair) => pair.senim.perSecond / pair.bare.perSecond)),
        reach: { atLeast: 0.6 },
      },
      {
        what: 'Memory that the server grows by meanwhile, against the limit',
        baseline: `${GROWTH_LIMIT} MB`,
        measured: `${growth.toFixed(0)} MB`,
        ratio: growth / GROWTH_LIMIT,
        reach: { atMost: 1 },
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const pieces = function* (): Generator<Buffer> {
  const piece = randomBytes(CHUNK_BYTES);
  for (let sent = 0; sent < SEALED_BYTES; sent += CHUNK_BYTES) yield piece;
};

const secondsOf = async (work: () => Promise<void> | void): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
};

const bareCipher = (): void => {
  const key = randomBytes(32);
  for (const piece of pieces()) {
    const cipher = createCipheriv('chacha20-poly1305', key, randomBytes(12), { authTagLength: 16 });
    cipher.update(piece);
    cipher.final();
    cipher.getAuthTag();
  }
};

const sealed = async (): Promise<void> => {
  const sink = new Writable({ write: (_bytes, _encoding, done) => done() });
  await pipeline(Readable.from(pieces(), { objectMode: false }), sealPayload(randomBytes(16)), sink);
};

const seals = async ({ isQuick }: BenchmarkOptions): Promise<BenchmarkRow> => {
  const rounds: { bare: number; ours: number }[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round++) {
    rounds.push({ bare: await secondsOf(bareCipher), ours: await secondsOf(sealed) });
  }
  const speed = (name: 'bare' | 'ours'): string => {
    const perSecond = SEALED_BYTES / median(rounds.map((round) => round[name]));
    return `${(perSecond / MEGABYTE).toFixed(0)} MB/s, ${Math.round(perSecond / CHUNK_BYTES).toLocaleString('en')} seals/s`;
  };
  return {
    what: 'A stream sealed in the age format, against the bare cipher on the same chunks of 64 KiB',
    baseline: speed('bare'),
    measured: speed('ours'),
    ratio: median(rounds.map(({ bare, ours }) => bare / ours)),
    reach: { atLeast: 0.6 },
  };
};

export const benchmark: Benchmark = {
  name: 'upload',
  run: async (options) => [...(await uploads(options)), await seals(options)],
};
