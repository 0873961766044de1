/** Talks to Senim as its contract says: visitors who have consented, and direct conversations between two of them. */
import { randomUUID } from 'node:crypto';
import { createVisitor } from '../../support/people.ts';
import { connectStranger } from '../../support/stranger.ts';
import { inGroups, type LoadTarget, type Pair } from './pair.ts';

interface Answer {
  readonly ok: boolean;
  readonly problem?: { readonly code: string };
}

const connectPair = async (url: string): Promise<Pair> => {
  const people = await Promise.all([createVisitor(url), createVisitor(url)]);
  const [sender, receiver] = await Promise.all(people.map(({ token }) => connectStranger(url, token)));
  if (!sender || !receiver) throw new Error('both are connected');
  const { conversation } = await sender.tell('conversation:open', { kind: 'direct', with: people[1].id });
  const conversationId: string = conversation.id;
  // Kept for tests by the helper; here they would only fill the memory.
  for (const { socket } of [sender, receiver]) socket.offAny();
  return {
    send: (clientMessageId, text, done) =>
      sender.socket.emit('message:send', { conversationId, clientMessageId, text }, (answer: Answer) => {
        if (!answer.ok) throw new Error(`refused: ${answer.problem?.code}`);
        done();
      }),
    onReceived: (listener) => receiver.socket.on('message:created', ({ message }) => listener(message.clientMessageId)),
    close: () => [sender, receiver].forEach(({ socket }) => void socket.disconnect()),
  };
};

export const senimTarget: LoadTarget = {
  connectPairs: (url, count) => inGroups(count, 10, () => connectPair(url)),
  connectIdle: (url, count) =>
    inGroups(count, 25, async () => {
      const { token } = await createVisitor(url);
      const visitor = await connectStranger(url, token);
      await visitor.tell('conversation:open', { kind: 'support', topic: `idle ${randomUUID()}` });
      return visitor;
    }),
};
