/** The types of everything that crosses the wire, inferred from the contract. */
import type * as z from 'zod';
import type { commands, events } from './protocol.ts';

export type CommandName = keyof typeof commands;
export type EventName = keyof typeof events;

/** What a client sends. */
export type CommandPayload<Name extends CommandName> = z.input<(typeof commands)[Name]['payload']>;
/** What a handler receives: validated, defaults filled in. */
export type CommandInput<Name extends CommandName> = z.output<(typeof commands)[Name]['payload']>;
/** What a command answers. */
export type CommandData<Name extends CommandName> = z.output<(typeof commands)[Name]['data']>;
/** What an event carries. */
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>;
