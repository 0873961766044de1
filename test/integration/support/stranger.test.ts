/** The client of other tests never waits for a server that is gone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { connectStranger } from '../../support/stranger.ts';

describe('the client for tests', () => {
  it('gives up when it is cut off during the handshake', async () => {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as { port: number };
    const io = new Server(http);
    io.use((socket) => socket.conn.close());

    const outcome = await connectStranger(`http://127.0.0.1:${port}`, 'a token').then(
      () => 'connected',
      (error: Error) => error.message,
    );
    await io.close();

    expect(outcome).to.match(/^cut off during the handshake/);
  });
});
