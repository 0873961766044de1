/** Frames of one turn leave together, in order; those of the next turn are not held back. */

import { Writable } from 'node:stream';
import { expect } from 'chai';
import { coalesceWrites } from '../../../../server/src/realtime/coalesce-writes.ts';

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Writes as the sender of a WebSocket does: head and content, corked. */
const sendFrame = (socket: Writable, content: string): void => {
  socket.cork();
  socket.write('#');
  socket.write(content);
  socket.uncork();
};

const recordingSocket = () => {
  const systemCalls: string[] = [];
  const socket = new Writable({
    write: (chunk, _encoding, done) => {
      systemCalls.push(String(chunk));
      done();
    },
    writev: (chunks, done) => {
      systemCalls.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    },
  });
  return { socket, systemCalls };
};

describe('coalescing of writes', () => {
  it('gathers the frames of one turn into one write, and lets the next turn have its own', async () => {
    const { socket, systemCalls } = recordingSocket();
    coalesceWrites(socket);
    for (const content of ['one', 'two', 'three']) sendFrame(socket, content);
    await turn();
    sendFrame(socket, 'four');
    await turn();
    expect(systemCalls).to.deep.equal(['#one#two#three', '#four']);
  });

  it('would be three writes without it', async () => {
    const { socket, systemCalls } = recordingSocket();
    for (const content of ['one', 'two', 'three']) sendFrame(socket, content);
    await turn();
    expect(systemCalls).to.have.length(3);
  });

  it('loses nothing when the connection is ended in the same turn', async () => {
    const { socket, systemCalls } = recordingSocket();
    coalesceWrites(socket);
    sendFrame(socket, 'last words');
    socket.end();
    await turn();
    expect(systemCalls.join('')).to.equal('#last words');
    expect(socket.writableFinished).to.equal(true);
  });
});
