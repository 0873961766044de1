/** Waits for a condition, never for a duration. */
import { setTimeout as sleep } from 'node:timers/promises';

/** As good as never, on the slowest machine as well. */
const TIMEOUT_MS = 30_000;

/** Rejects with the description when the condition does not come true in time. */
export const waitUntil = async (
  description: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = TIMEOUT_MS,
): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never happened: ${description}`);
    await sleep(10);
  }
};
