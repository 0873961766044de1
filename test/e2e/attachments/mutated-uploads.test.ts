/**
 * Uploads damaged at random but repeatably, in their bytes, their framing, their names and their headers.
 *
 * `SENIM_TEST_MUTATIONS` sets how many (300 by default), `SENIM_TEST_SEED` which ones.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findInFolder } from '../../support/folder-grep.ts';
import type { Answer } from '../../support/http-call.ts';
import { requireTool, runTool } from '../../support/installed-tool.ts';
import { METADATA_GROUPS } from '../../support/media.ts';
import { damage, HOSTILE_NAMES, HOSTILE_TYPES, type Random, seededRandom } from '../../support/mutations.ts';
import type { TestPerson } from '../../support/people.ts';
import { type FormPart, formBody, type RawRequest, rawUpload } from '../../support/raw-upload.ts';
import * as samples from '../../support/sample-files.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { download } from '../../support/upload.ts';
import { waitUntil } from '../../support/wait-until.ts';

const MUTATIONS = Number(process.env['SENIM_TEST_MUTATIONS'] || 300);
const SEED = Number(process.env['SENIM_TEST_SEED'] || 20_261_125);
const AT_ONCE = 6;
const FILES_PER_PERSON = 200;

interface Sample {
  readonly kind: 'photo' | 'voice' | 'file';
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const makeSamples = async (): Promise<readonly Sample[]> => [
  { kind: 'photo', name: 'a.jpg', type: 'image/jpeg', bytes: await samples.phonePhoto({ width: 96, height: 64 }) },
  { kind: 'photo', name: 'a.png', type: 'image/png', bytes: await samples.pngWithErasedHalf() },
  { kind: 'photo', name: 'a.webp', type: 'image/webp', bytes: await samples.plainWebp() },
  { kind: 'photo', name: 'a.gif', type: 'image/gif', bytes: await samples.animatedGif() },
  { kind: 'photo', name: 'a.avif', type: 'image/avif', bytes: await samples.phoneAvif() },
  { kind: 'photo', name: 'a.tiff', type: 'image/tiff', bytes: await samples.phoneTiff() },
  { kind: 'voice', name: 'a.webm', type: 'audio/webm', bytes: await samples.webmVoice() },
  { kind: 'voice', name: 'a.ogg', type: 'audio/ogg', bytes: await samples.oggVoice() },
  { kind: 'voice', name: 'a.m4a', type: 'audio/mp4', bytes: await samples.mp4Voice() },
  { kind: 'voice', name: 'a.mp3', type: 'audio/mpeg', bytes: samples.mp3Voice() },
  { kind: 'file', name: 'a.pdf', type: 'application/pdf', bytes: samples.plainPdf() },
  { kind: 'file', name: 'a.txt', type: 'text/plain', bytes: Buffer.from('words, and more words\n'.repeat(20)) },
];

interface Writer {
  readonly token: string;
  readonly conversationId: string;
}

type Mutation = (sample: Sample, other: Sample, random: Random, writer: Writer) => RawRequest;

const BOUNDARY = '----senim-boundary';

const partsOf = ({ kind, name, type, bytes }: Sample, { conversationId }: Writer): FormPart[] => [
  { name: 'conversationId', value: Buffer.from(conversationId) },
  { name: 'kind', value: Buffer.from(kind) },
  { name: 'file', value: bytes, fileName: name, type },
];

const requestOf = (body: Buffer, { token }: Writer, headers: Record<string, string> = {}): RawRequest => ({
  path: '/v1/attachments',
  headers: {
    authorization: `Bearer ${token}`,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    ...headers,
  },
  body,
});

const mutations: Readonly<Record<string, Mutation>> = {
  bytes: (sample, other, random, writer) => {
    const bytes = damage(sample.bytes, random, other.bytes);
    return requestOf(formBody(partsOf({ ...sample, bytes }, writer), BOUNDARY), writer);
  },
  framing: (sample, other, random, writer) => {
    const parts = partsOf(sample, writer);
    const shuffled = [...parts, random.pick(parts)].sort(() => random.below(3) - 1);
    const body = formBody(random.below(2) ? shuffled : parts, BOUNDARY);
    const edge = random.below(2) ? random.below(400) : body.length - random.below(80);
    const hurt = random.below(2)
      ? damage(body, random, other.bytes)
      : Buffer.concat([
          body.subarray(0, edge),
          Buffer.from(random.pick(['\r\n', '--', '\0', '\n\n', `--${BOUNDARY}`])),
        ]);
    return requestOf(hurt, writer);
  },
  names: (sample, _other, random, writer) =>
    requestOf(formBody(partsOf({ ...sample, name: random.pick(HOSTILE_NAMES) }, writer), BOUNDARY), writer),
  types: (sample, _other, random, writer) =>
    requestOf(formBody(partsOf({ ...sample, type: random.pick(HOSTILE_TYPES) }, writer), BOUNDARY), writer),
  headers: (sample, _other, random, writer) => {
    const body = formBody(partsOf(sample, writer), BOUNDARY);
    return requestOf(
      body,
      writer,
      random.pick<Record<string, string>>([
        { 'content-type': 'multipart/form-data' },
        { 'content-type': `multipart/form-data; boundary=${'b'.repeat(2_000)}` },
        { 'content-type': 'application/json' },
        { 'content-length': String(random.below(body.length)) },
        { 'content-encoding': 'gzip' },
        { 'transfer-encoding': 'chunked' },
        { expect: '100-continue' },
        { authorization: 'Bearer ' },
        { 'idempotency-key': random.pick(['', 'x', '\x7f', 'a'.repeat(3_000)]) },
        { 'x-long': 'x'.repeat(40_000) },
      ]),
    );
  },
  'broken off': (sample, _other, random, writer) => {
    const body = formBody(partsOf(sample, writer), BOUNDARY);
    const headers = { 'content-length': String(body.length) };
    return {
      ...requestOf(body.subarray(0, random.below(body.length)), writer, headers),
      leavesAfterMs: random.below(60),
    };
  },
};

/** Most of the damage belongs where the decoders are. */
const LAYERS = ['bytes', 'bytes', 'bytes', 'framing', 'framing', 'names', 'types', 'headers', 'broken off'] as const;

const writerOf = async (server: TestServer): Promise<TestPerson & Writer> => {
  const person = await server.createVisitor();
  using stranger = await connectStranger(server.url, person.token);
  const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
  return { ...person, conversationId: conversation.id };
};

interface Taken {
  readonly attachment: Answer;
  readonly token: string;
}

const attack = async (server: TestServer, all: readonly Sample[]) => {
  const taken: Taken[] = [];
  const answers = new Map<string, number>();
  const wrong: string[] = [];
  const numbers = Array.from({ length: MUTATIONS }, (_, number) => number).values();
  const worker = async (): Promise<void> => {
    let writer: Writer | undefined;
    let sent = 0;
    for (const number of numbers) {
      if (!writer || sent++ % FILES_PER_PERSON === 0) writer = await writerOf(server);
      const random = seededRandom(SEED + number);
      const layer = random.pick(LAYERS);
      const request = (mutations[layer] as Mutation)(random.pick(all), random.pick(all), random, writer);
      const { status, answer } = await rawUpload(server.url, request);
      const word = status === 201 ? 'taken' : (answer?.code ?? `${status}`);
      answers.set(word, (answers.get(word) ?? 0) + 1);
      if (status === 201) taken.push({ attachment: answer, token: writer.token });
      // A request that is not HTTP is answered by the parser below us, with a bare 400, 408 or 431.
      else if (request.leavesAfterMs !== undefined && status === 0) continue;
      else if (status >= 500 || (!answer?.code && ![400, 408, 431].includes(status))) {
        wrong.push(`${layer} ${number}: ${status} ${JSON.stringify(answer)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { taken, answers, wrong };
};

/** @returns the groups of metadata that exiftool finds in what can be downloaded, by file. */
const metadataIn = async (server: TestServer, taken: readonly Taken[]): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-taken-'));
  try {
    for (const { attachment, token } of taken) {
      const served = await download(server.url, `/v1/attachments/${attachment.id}/content`, token);
      expect(served.status, attachment.name).to.equal(200);
      const bytes = Buffer.from(await served.arrayBuffer());
      expect(bytes.includes('Canary'), `a canary in ${attachment.name}`).to.equal(
        attachment.mediaType === 'text/plain' && bytes.includes('Canary'),
      );
      if (attachment.kind !== 'file') await writeFile(join(folder, attachment.id), bytes);
    }
    const found = JSON.parse(
      (await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-ext', '*', folder])).toString(),
    );
    return found.flatMap((tags: Record<string, unknown>) =>
      Object.keys(tags)
        .filter((tag) => METADATA_GROUPS.test(tag))
        .map((tag) => `${tags['SourceFile']} ${tag}`),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe('damaged uploads', () => {
  it(`are each taken clean or refused with a problem, and leave nothing behind (${MUTATIONS} of them)`, async function () {
    this.timeout(Math.max(300_000, MUTATIONS * 100));
    requireTool(this, 'exiftool');
    await using server = await testServer({ settings: { SENIM_RATE_LIMITS: 'off' } });

    const { taken, answers, wrong } = await attack(server, await makeSamples());

    expect(wrong).to.deep.equal([]);
    // All of it would mean that nothing was damaged, none of it that nothing works.
    expect(taken.length).to.be.within(MUTATIONS / 50, MUTATIONS * 0.9);
    expect(answers.size, 'kinds of answers').to.be.greaterThan(4);
    expect(await metadataIn(server, taken)).to.deep.equal([]);
    // Of the last ones whose senders left, something may be under way.
    await waitUntil('nothing is half-stored', async () => {
      const { rows } = await server.database.pool.query(`select 1 from stored_object where status <> 'stored'`);
      return rows.length === 0;
    });
    await waitUntil('the spool is empty', async () => {
      return (await findInFolder(join(server.dataFolder, 'spool'), [''])).length === 0;
    });
    const known = await server.database.pool.query('select count(*)::int from attachment');
    expect(known.rows[0].count).to.equal(taken.length);
    const alive = await writerOf(server);
    expect(alive.conversationId).to.be.a('string');
  });
});
