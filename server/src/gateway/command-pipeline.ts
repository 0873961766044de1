/** THE LIST: what every command goes through, in this order, stopping at the first refusal. */
import { type Ack, type CommandName, commands } from '@senim/contract';
import type { Awaitable } from '#kernel/awaitable';
import type { UseCases } from '#kernel/call';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { authorise } from './authorise.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { ToProblem } from './to-problem.ts';
import { validate } from './validate.ts';

export interface CommandPipelineDeps {
  readonly useCases: UseCases;
  readonly rateLimiter: RateLimiter;
  readonly toProblem: ToProblem;
  readonly newTraceId: () => string;
  /** For the metrics: a problem's code, or `ok`. */
  readonly countCommand: (command: string, outcome: string) => void;
}

/** A command on its way; each step reads it, refuses by throwing, or adds to it. */
interface Command {
  readonly name: CommandName;
  readonly principal: Principal;
  readonly connectionId: string;
  readonly traceId: string;
  payload: unknown;
  data?: unknown;
}

type Step = (command: Command, deps: CommandPipelineDeps) => Awaitable<void>;

const admit: Step = ({ name, principal }, { rateLimiter }) =>
  rateLimiter.consume(commands[name].rateClass, principal.id);

const mayUse: Step = ({ name, principal }) => authorise(principal, commands[name].callers);

const matchesContract: Step = (command) => {
  command.payload = validate(commands[command.name].payload, command.payload);
};

const handle: Step = async (command, { useCases }) => {
  const { principal, traceId, connectionId } = command;
  // The payload has just been parsed by this very command's schema.
  command.data = await useCases[command.name](command.payload as never, { principal, traceId, connectionId });
};

export const commandSteps: readonly Step[] = [admit, mayUse, matchesContract, handle];

export type CommandPipeline = (
  name: string,
  payload: unknown,
  caller: { readonly principal: Principal; readonly connectionId: string },
) => Promise<Ack<unknown>>;

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name);

/** Never rejects: the answer to a refusal is a problem. */
export const commandPipeline =
  (deps: CommandPipelineDeps): CommandPipeline =>
  async (name, payload, { principal, connectionId }) => {
    const traceId = deps.newTraceId();
    try {
      if (!isCommandName(name)) throw new ProblemError('request/unknown-operation');
      const command: Command = { name, principal, connectionId, traceId, payload };
      for (const step of commandSteps) {
        const end = step(command, deps);
        if (end) await end;
      }
      deps.countCommand(name, 'ok');
      return { ok: true, data: command.data };
    } catch (error) {
      // An unknown name is the caller's text: it is not repeated.
      const operation = isCommandName(name) ? name : 'unknown';
      const problem = deps.toProblem(error, operation, traceId);
      deps.countCommand(operation, problem.code);
      return { ok: false, problem };
    }
  };
