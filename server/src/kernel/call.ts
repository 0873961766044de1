/** What a use case knows of the call it serves. */
import type { CommandData, CommandInput, CommandName } from '@senim/contract';
import type { Awaitable } from './awaitable.ts';
import type { Principal } from './principal.ts';

export interface Call {
  readonly principal: Principal;
  /** Appears in the problem and in the log, so that the two can be brought together. */
  readonly traceId: string;
  /** The socket it came through; it is left out of the fan-out, because it gets the acknowledgement. */
  readonly connectionId?: string;
}

/** The shape of a use case behind a socket command, typed from its contract entry. */
export type UseCase<Name extends CommandName> = (input: CommandInput<Name>, call: Call) => Awaitable<CommandData<Name>>;

export type UseCases<Names extends CommandName = CommandName> = { [Name in Names]: UseCase<Name> };
