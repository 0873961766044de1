/** Commands in flight on one session: each gets its answer, or an error when the session ends first. */
import type { CommandData, CommandName, CommandPayload } from '@senim/contract';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Timers } from '../time/timers.ts';
import type { Transport } from './transport.ts';

const readAck = (name: string, ack: unknown): { data: unknown } | SenimError => {
  const { ok, data, problem } = (ack ?? {}) as Record<string, unknown>;
  return ok === true && data ? { data } : (errorOfProblem(problem) ?? clientError('server/unexpected', name));
};

export class Commands {
  readonly #timers: Timers;
  readonly #inFlight = new Set<(error: SenimError) => void>();
  #transport: Transport | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  begin(transport: Transport): void {
    this.#transport = transport;
  }

  /** Fails everything in flight. */
  end(error: SenimError): void {
    this.#transport = undefined;
    for (const fail of [...this.#inFlight]) fail(error);
  }

  /** One attempt on the present session. Rejects with `network/disconnected`, `network/timeout` or the server's problem. */
  attempt<Name extends CommandName>(
    name: Name,
    payload: CommandPayload<Name>,
    timeoutMs: number,
  ): Promise<CommandData<Name>> {
    const transport = this.#transport;
    if (!transport) return Promise.reject(clientError('network/disconnected', name));
    return new Promise((resolve, reject) => {
      const settle = () => {
        cancel();
        this.#inFlight.delete(fail);
      };
      const fail = (error: SenimError) => {
        settle();
        reject(error);
      };
      const cancel = this.#timers.after(timeoutMs, () => fail(clientError('network/timeout', name)));
      this.#inFlight.add(fail);
      transport.send(name, payload, (ack) => {
        const answer = readAck(name, ack);
        if (answer instanceof SenimError) return fail(answer);
        settle();
        resolve(answer.data as CommandData<Name>);
      });
    });
  }
}
