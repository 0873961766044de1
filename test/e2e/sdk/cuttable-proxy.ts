/** A TCP proxy in front of the server whose connections can be cut, as a network does. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface CuttableProxy extends AsyncDisposable {
  readonly url: string;
  /** Ends every connection, and refuses new ones until `mend`. */
  cut(): void;
  mend(): void;
  /** From now on a connection ends when it has carried so many bytes to the server; `Infinity` for a good network. */
  carry(bytes: number): void;
  /** How many connections have ended for that. */
  readonly cuts: number;
  /** All that the clients have sent, when it is kept. */
  readonly heard: readonly Buffer[];
}

export const cuttableProxy = async (target: string, { keeps = false } = {}): Promise<CuttableProxy> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const heard: Buffer[] = [];
  let isCut = false;
  let most = Number.POSITIVE_INFINITY;
  let cuts = 0;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    let carried = 0;
    client.on('data', (bytes: Buffer) => {
      if (keeps) heard.push(bytes);
      carried += bytes.length;
      if (carried < most) return;
      cuts += 1;
      client.destroy();
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cut,
    carry: (bytes) => {
      most = bytes;
    },
    get cuts() {
      return cuts;
    },
    heard,
    mend: () => {
      isCut = false;
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
