/** A small HTTP server that plays a service: it can be down, or hang, and comes back at the same address. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface StandInRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly body: object;
}

export interface StandIn extends AsyncDisposable {
  readonly address: string;
  /** How it answers: as it should, with an error of its own, or not at all. */
  mood: 'well' | 'failing' | 'hanging';
  /** Requests so far. */
  readonly requests: () => number;
}

export const httpStandIn = async (
  answer: (request: StandInRequest) => StandInAnswer,
  whenFailing: StandInAnswer,
): Promise<StandIn> => {
  let requests = 0;
  const server: Server = createServer(async (request, response) => {
    requests += 1;
    const body = (await buffer(request)).toString();
    if (standIn.mood === 'hanging') return;
    const given = { path: request.url ?? '', headers: request.headers, body };
    const result = standIn.mood === 'failing' ? whenFailing : answer(given);
    response.writeHead(result.status, { 'Content-Type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(result.body));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const standIn: StandIn = {
    address: `http://127.0.0.1:${port}`,
    mood: 'well',
    requests: () => requests,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
};
