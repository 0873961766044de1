/** The baseline: plain Socket.IO that relays to a room and acknowledges, checks nothing and stores nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { answerParent } from './child.ts';

interface Message {
  readonly conversationId: string;
}

const http = createServer();
const io = new Server(http, { serveClient: false });
io.on('connection', (socket) => {
  socket.on('join', ({ conversationId }: Message, done: (answer: object) => void) => {
    void socket.join(conversationId);
    done({ ok: true });
  });
  socket.on('message', (message: Message, done: (answer: object) => void) => {
    socket.to(message.conversationId).emit('message', message);
    done({ ok: true });
  });
});

answerParent(
  () =>
    new Promise((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
    }),
);
