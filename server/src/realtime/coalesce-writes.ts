/** One system call for everything that one turn of the event loop has to say on a connection, instead of one for each frame. */
import type { Duplex } from 'node:stream';

/**
 * A batch of messages is acknowledged, and told, in one turn; each frame would be a write of its own. The WebSocket's
 * sender corks and uncorks around every frame: one cork more, until the turn is over, gathers them.
 *
 * @param socket of a WebSocket. A frame waits no longer than the callbacks that are due in this turn take.
 */
export const coalesceWrites = (socket: Pick<Duplex, 'cork' | 'uncork'>): void => {
  const cork = socket.cork.bind(socket);
  let isGathering = false;
  socket.cork = () => {
    cork();
    if (isGathering) return;
    isGathering = true;
    cork();
    setImmediate(() => {
      isGathering = false;
      socket.uncork();
    });
  };
};
