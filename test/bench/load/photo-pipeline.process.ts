/** Photos through the pipeline of the server, from quarantine to published: real database, real store, real media workers. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Attachment } from '../../../client-sdk/contract/src/attachments/attachment.ts';
import type { Principal } from '../../../server/src/kernel/principal.ts';
import { memoryFirstSpool } from '../../../server/src/platform/stores/memory-first-spool.ts';
import type { FilesWorld } from '../../support/files-world.ts';
import { testMediaPool } from '../../support/media.ts';
import { answerParent } from './child.ts';
import { type PhotoWork, photosPerSecond } from './photo-work.ts';

/** As large as what a network hands over at once. */
const PART_BYTES = 64 * 1024;

const inParts = function* (bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
};

const publish = (
  { attachments, intake }: FilesWorld,
  by: Principal,
  to: string,
  photo: Buffer,
): Promise<Attachment> => {
  const { signal } = new AbortController();
  const receive = (maxBytes: number) =>
    intake.spool.write(Readable.from(inParts(photo), { objectMode: false }), { maxBytes, signal });
  const file = { name: 'photo.jpg', declaredType: 'image/jpeg', receive };
  return attachments.create(
    { conversationId: to, kind: 'photo', file, signal },
    { principal: by, traceId: randomUUID() },
  );
};

// The world is made for mocha, whose hooks run at the end: here as well.
const endings: (() => Promise<void>)[] = [];
Object.assign(globalThis, { after: (end: () => Promise<void>) => endings.push(end) });
const { filesWorld } = await import('../../support/files-world.ts');

const media = testMediaPool();
const world = await filesWorld(media);
process.once('SIGTERM', async () => {
  await world[Symbol.asyncDispose]();
  await media[Symbol.asyncDispose]();
  for (const end of endings) await end();
  process.exit();
});
// As the server is put together.
Object.assign(world.intake, { spool: memoryFirstSpool(world.intake.spool) });
const alice = await world.person('visitor');
const conversation = world.conversation('support', [alice]);

/** Photos a second. */
answerParent((work: PhotoWork) => photosPerSecond(work, (photo) => publish(world, alice, conversation, photo)));
