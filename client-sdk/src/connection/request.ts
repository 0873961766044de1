/** Commands that may be repeated: waits for the connection, and tries again within a time budget. */
import type { CommandData, CommandName, CommandPayload } from '@senim/contract';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Timers } from '../time/timers.ts';
import { Backoff } from './backoff.ts';
import type { Connection } from './connection.ts';

/** Sends a command; rejects with the server's problem, `network/timeout`, `network/unreachable` or `client/closed`. */
export type Request = <Name extends CommandName>(
  name: Name,
  payload: CommandPayload<Name>,
) => Promise<CommandData<Name>>;

/** From the call to giving up, reconnects included. */
const BUDGET_MS = 20_000;
/** For one answer. */
const ATTEMPT_MS = 10_000;

interface RequestParts {
  readonly connection: Connection;
  readonly timers: Timers;
  readonly random: () => number;
}

const within = async (timers: Timers, budgetMs: number, what: string, promise: Promise<void>): Promise<void> => {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    const error = clientError('network/unreachable', what);
    cancel = timers.after(budgetMs, () => reject(error));
  });
  await Promise.race([promise, late]).finally(() => cancel());
};

/** Every command but `message:send` means the same when it arrives twice, so a lost answer is no reason to give up. */
export const requestOver =
  ({ connection, timers, random }: RequestParts): Request =>
  async (name, payload) => {
    const deadline = timers.now() + BUDGET_MS;
    const backoff = new Backoff(random);
    for (;;) {
      await within(timers, deadline - timers.now(), name, connection.whenConnected());
      try {
        return await connection.attempt(name, payload, Math.min(deadline - timers.now(), ATTEMPT_MS));
      } catch (error) {
        if (!(error instanceof SenimError) || !error.isRetryable) throw error;
        const delay = error.code === 'network/disconnected' ? 0 : backoff.next(error.retryAfterMs);
        if (timers.now() + delay >= deadline) throw error;
        if (delay > 0) await new Promise<void>((resolve) => timers.after(delay, resolve));
      }
    }
  };
