/** An upload that is cut at any step of the pipeline leaves nothing, or all of what it was to become. */
import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Upload } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { field, MULTIPART, openRequest, part } from '../../../../support/raw-request.ts';
import * as samples from '../../../../support/sample-files.ts';
import { type TusTarget, tusAsk, tusCreate, tusStall } from '../../../../support/tus-client.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

/** What the pipeline asks of its parts, in order; `after` is between that step and the next. */
const steps = [
  'hold',
  'after hold',
  'scan',
  'run',
  // What was rebuilt goes back into quarantine.
  'write',
  'after write',
  'after run',
  'draft',
  'announce',
  'after announce',
  'putSealed',
  'after putSealed',
] as const;
type StepName = (typeof steps)[number];

/** Calls back once, when the upload has come to a step. */
const atStep = (
  world: FilesWorld,
  wanted: StepName,
  act: () => Promise<void>,
): { readonly wasReached: () => boolean } => {
  let isReached = false;
  const reach = async (step: string): Promise<void> => {
    if (isReached || step !== wanted) return;
    isReached = true;
    await act();
  };
  const around = <Part extends object>(target: Part, names: readonly (keyof Part & string)[]): void => {
    for (const name of names) {
      const original = target[name] as (...values: unknown[]) => Promise<unknown>;
      const watched = async (...values: unknown[]): Promise<unknown> => {
        await reach(name);
        const result = await original.apply(target, values);
        await reach(`after ${name}`);
        return result;
      };
      Object.assign(target, { [name]: watched });
    }
  };
  const { spool, media, scanner, objects } = world.intake;
  const media_ = { run: media.run.bind(media), [Symbol.asyncDispose]: async () => undefined };
  const parts = { spool: { ...spool }, media: media_, scanner: { ...scanner }, objects };
  around(world.places, ['hold']);
  around(parts.spool, ['write']);
  around(parts.media, ['run']);
  around(parts.scanner, ['scan']);
  around(parts.objects, ['draft', 'announce', 'putSealed']);
  Object.assign(world.intake, parts);
  return { wasReached: () => isReached };
};

/** It runs in this process: some turns of the event loop, and it has read that the connection was closed. */
const serverHasNoticed = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
};

/** Emits `begun` when one was told to stop. */
const watchCancellations = ({ uploads }: FilesWorld): EventEmitter => {
  const cancellations = new EventEmitter();
  const { cancel } = uploads;
  Object.assign(uploads, {
    cancel: (upload: Parameters<typeof cancel>[0]) => {
      const ended = cancel(upload);
      cancellations.emit('begun');
      return ended;
    },
  });
  return cancellations;
};

describe('an upload that is cut', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  let photo: Buffer;
  before(async () => {
    media = testMediaPool();
    photo = await samples.phonePhoto();
  });
  after(() => media[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media);
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const send = () => {
    const head = `${field('conversationId', conversation)}${field('kind', 'photo')}`;
    const disposition = 'Content-Disposition: form-data; name="file"; filename="a.jpg"';
    const file = part([disposition, 'Content-Type: image/jpeg'], photo.toString('latin1'));
    const body = Buffer.from(`${head}${file}--b--\r\n`, 'latin1');
    const headers = { ...MULTIPART, 'Content-Length': String(body.length) };
    const socket = openRequest(world.url, { path: '/v1/attachments', token: alice.id, headers });
    socket.write(body);
    return socket;
  };
  const target = (): TusTarget => ({ url: world.url, token: alice.id });
  const begin = async (): Promise<string> => {
    const metadata = { filename: 'a.jpg', filetype: 'image/jpeg', conversationId: conversation, kind: 'photo' };
    return (await tusCreate(target(), photo.length, metadata)).headers.get('location') ?? '';
  };
  const isNothingLeft = async (): Promise<boolean> => {
    const { spool, attachments: files } = await world.left();
    const { attachments, objects, headers, places } = await world.rows();
    return [spool, files, attachments, objects, headers, places].every(({ length }) => length === 0);
  };
  const isWholeThere = async (): Promise<boolean> => {
    const { spool, attachments: files } = await world.left();
    const { attachments, objects, headers, places } = await world.rows();
    return (
      attachments.map(({ status }) => status).join() === 'available' &&
      objects.map(({ status }) => status).join() === 'stored,stored' &&
      places.map(({ is_settled }) => is_settled).join() === 'true' &&
      [spool.length, files.length, headers.length].join() === '0,2,2'
    );
  };

  for (const step of steps) {
    it(`leaves nothing when its sender leaves at: ${step}`, async () => {
      const socket = send();
      const { wasReached } = atStep(world, step, async () => {
        socket.destroy();
        await serverHasNoticed();
      });

      await waitUntil('it has come to the step', async () => wasReached());
      await waitUntil('nothing is left', isNothingLeft);
    });
  }

  for (const step of steps.slice(2)) {
    it(`goes on when all its bytes had come before its sender left at: ${step}`, async () => {
      const path = await begin();
      const { wasReached } = atStep(world, step, async () => {
        socket.destroy();
        await serverHasNoticed();
      });
      const socket = await tusStall(target(), path, 0, photo.length, photo);

      await waitUntil('it has come to the step', async () => wasReached());
      await waitUntil('the whole is there', isWholeThere);
      const told = (await (await tusAsk(target(), 'GET', path)).json()) as Upload;
      expect(told.attachment).to.include({ status: 'available', mediaType: 'image/jpeg' });
    });

    it(`leaves nothing when its sender gives it up at: ${step}`, async () => {
      const path = await begin();
      let cancelled: Promise<Response> | undefined;
      const cancellations = watchCancellations(world);
      const { wasReached } = atStep(world, step, async () => {
        const told = once(cancellations, 'begun');
        cancelled = tusAsk(target(), 'DELETE', path);
        await told;
      });
      const socket = await tusStall(target(), path, 0, photo.length, photo);

      await waitUntil('it has come to the step', async () => wasReached());
      await waitUntil('it is cancelled', async () => cancelled !== undefined);
      expect((await cancelled)?.status).to.equal(204);
      await waitUntil('nothing is left', isNothingLeft);
      socket.destroy();
    });
  }

  it('leaves nothing when its node stops', async () => {
    const socket = await tusStall(target(), await begin(), 0, photo.length, photo.subarray(0, 1_000));
    await begin();
    await waitUntil('bytes have come', async () => (await world.left()).spool.length === 2);

    await world.uploads[Symbol.asyncDispose]();

    await waitUntil('nothing is left', isNothingLeft);
    socket.destroy();
  });
});
