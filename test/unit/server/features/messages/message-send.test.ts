/** What is settled while a message is on its way reaches everyone, whichever came first. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import { messageAppender } from '../../../../../server/src/features/messages/message-appender.ts';
import type { MessageDraft } from '../../../../../server/src/features/messages/message-draft.ts';
import { type MessageSendDeps, messageSend } from '../../../../../server/src/features/messages/message-send.ts';

const conversationId = randomUUID();
const attachmentId = randomUUID();

const described = (status: Attachment['status']): Attachment => ({
  id: attachmentId,
  conversationId,
  ownerId: randomUUID(),
  kind: 'file',
  status,
  name: 'a.txt',
  mediaType: 'text/plain',
  bytes: 1,
  createdAt: new Date(0).toISOString(),
});

/** @param statuses of the attachment, each time it is asked for. */
const world = (...statuses: Attachment['status'][]) => {
  const told: [string, Attachment['status'] | undefined][] = [];
  const deps = {
    access: { requireWritable: async () => ({ id: conversationId, kind: 'direct', status: 'open' }) },
    consentGate: { require: async () => undefined },
    messages: { find: async () => undefined },
    appender: {
      append: async ({ id }: { id: string }, receive: (appended: object) => unknown) =>
        receive({ outcome: 'created', id, seq: 1, createdAt: new Date(0) }),
    },
    dataKeys: { forParticipant: async () => ({ id: randomUUID(), key: randomBytes(32) }) },
    describeAttachments: async () => new Map([[attachmentId, described(statuses.shift() ?? 'destroyed')]]),
    fanOut: {
      publish: (event: string, payload: { message?: { attachments: Attachment[] }; attachment?: Attachment }) =>
        told.push([event, (payload.attachment ?? payload.message?.attachments[0])?.status]),
    },
    clock: { now: () => 0 },
  } as unknown as MessageSendDeps;
  const send = async (): Promise<Attachment['status'] | undefined> => {
    const input = { conversationId, clientMessageId: randomUUID(), attachmentIds: [attachmentId] };
    const call = { principal: { id: randomUUID(), kind: 'visitor', roles: [] }, traceId: 'a' } as const;
    return (await messageSend(deps)(input, call as never)).message.attachments[0]?.status;
  };
  return { told, send };
};

describe('message:send with an attachment', () => {
  it('tells its readers when it was settled before the message linked it', async () => {
    const { told, send } = world('checking', 'available');

    expect(await send()).to.equal('available');

    expect(told).to.deep.equal([
      ['message:created', 'checking'],
      ['attachment:changed', 'available'],
    ]);
  });

  it('says nothing more of one that is still being checked, or was there from the beginning', async () => {
    const checking = world('checking', 'checking');
    const available = world('available');

    expect([await checking.send(), await available.send()]).to.deep.equal(['checking', 'available']);

    expect([checking.told, available.told]).to.deep.equal([
      [['message:created', 'checking']],
      [['message:created', 'available']],
    ]);
  });
});

describe('message:send', () => {
  it('tells new messages in the order of their numbers, though some had to wait for what others found in memory', async () => {
    const told: number[] = [];
    let seq = 0;
    const store = {
      appendAll: async (drafts: readonly MessageDraft[]) =>
        drafts.map(({ id }) => ({ outcome: 'created', id, seq: ++seq, createdAt: new Date(0) }) as const),
    };
    const state = { id: conversationId, kind: 'direct', status: 'open' };
    let asked = 0;
    const send = messageSend({
      // Every second question goes to the database.
      access: { requireWritable: () => (asked++ % 2 === 0 ? Promise.resolve(state) : state) },
      consentGate: { require: () => undefined },
      messages: {},
      appender: messageAppender(store),
      dataKeys: { forParticipant: () => ({ id: randomUUID(), key: randomBytes(32) }) },
      fanOut: { publish: (_event: string, { message }: { message: { seq: number } }) => told.push(message.seq) },
      clock: { now: () => 0 },
    } as unknown as MessageSendDeps);

    const all: unknown[] = [];
    for (let each = 0; each < 20; each += 1) {
      const input = { conversationId, clientMessageId: randomUUID(), text: 'hello' };
      const call = { principal: { id: randomUUID(), kind: 'visitor', roles: [] }, traceId: 'a' } as const;
      all.push(send(input, call as never));
      // Those before reach the same batch first.
      for (let step = 0; step < 20; step += 1) await Promise.resolve();
    }
    await Promise.all(all);

    expect(told).to.deep.equal(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
