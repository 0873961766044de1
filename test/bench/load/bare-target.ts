/** Talks to the bare relay: a room, an acknowledgement, a broadcast. */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { inGroups, type LoadTarget, type Pair } from './pair.ts';

const connect = (url: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });

const connectPair = async (url: string): Promise<Pair> => {
  const conversationId = randomUUID();
  const [sender, receiver] = await Promise.all([connect(url), connect(url)]);
  await Promise.all([sender, receiver].map((socket) => socket.emitWithAck('join', { conversationId })));
  return {
    send: (clientMessageId, text, done) => sender.emit('message', { conversationId, clientMessageId, text }, done),
    onReceived: (listener) => receiver.on('message', ({ clientMessageId }) => listener(clientMessageId)),
    close: () => [sender, receiver].forEach((socket) => void socket.disconnect()),
  };
};

export const bareTarget: LoadTarget = {
  connectPairs: (url, count) => inGroups(count, 10, () => connectPair(url)),
  connectIdle: (url, count) =>
    inGroups(count, 50, async () => {
      const socket = await connect(url);
      await socket.emitWithAck('join', { conversationId: randomUUID() });
      return { [Symbol.dispose]: () => void socket.disconnect() };
    }),
};
