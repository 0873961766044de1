/** Stops serving: what is under way may end within a bound, then every connection is cut. Nobody outside can hold it up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestsUnderWay } from '#gateway/requests-under-way';
import type { Realtime } from './build-realtime.ts';

/** Messages that are being stored are still acknowledged, and short requests answered, within this. */
const FINISH_MS = 5_000;
/** What is cut tidies up after itself within this; what does not is tidied up by the next start. */
const TIDY_MS = 2_000;
const LOOK_EVERY_MS = 10;

const waitFor = async (isOver: () => boolean, mostMs: number): Promise<void> => {
  const deadline = performance.now() + mostMs;
  while (!isOver() && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
};

export const drain = async (
  { io, httpServer, connections }: Realtime,
  messages: { readonly underWay: number },
  requests: RequestsUnderWay,
): Promise<void> => {
  httpServer.close();
  await waitFor(() => messages.underWay === 0 && requests.count === 0, FINISH_MS);
  // It waits for all connections, those of uploads too.
  const closed = io.close();
  // What has been answered goes out first, to those who read.
  for (const connection of connections) connection.destroySoon();
  await waitFor(() => connections.size === 0 && requests.count === 0, TIDY_MS);
  for (const connection of connections) connection.destroy();
  await closed;
};
