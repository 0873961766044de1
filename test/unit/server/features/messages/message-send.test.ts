/** What is settled while a message is on its way reaches everyone, whichever came first. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
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
      append: async ({ id }: { id: string }) => ({ outcome: 'created', id, seq: 1, createdAt: new Date(0) }),
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
