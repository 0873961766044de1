/** Tells every connection in some rooms; at most once and in order, the record being the database. */
import type { EventName, EventPayload } from '@senim/contract';

export interface Audience {
  readonly rooms: readonly string[];
  /** A connection that is not told, because it gets the acknowledgement. */
  readonly except?: string | undefined;
  /** Only connections of this node; for what every node finds out by itself. */
  readonly isLocal?: boolean;
}

export interface FanOut {
  publish<Name extends EventName>(event: Name, payload: EventPayload<Name>, audience: Audience): void;
  /** Adds every connection of a principal, on all nodes or on this one, to a room. */
  join(principalId: string, room: string, options?: Pick<Audience, 'isLocal'>): void;
  /** Removes every connection of a principal, on all nodes, from a room. */
  leave(principalId: string, room: string): void;
}
