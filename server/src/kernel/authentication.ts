/** What the front door needs to know of a token's bearer. */
import type { Principal } from './principal.ts';

export interface Authenticated {
  readonly principal: Principal;
  /** Milliseconds since the epoch; a connection does not outlive it. */
  readonly expiresAt: number;
}

/** Throws `auth/token-missing`, `auth/token-invalid` or `auth/token-expired`. */
export type Authenticate = (token: string | undefined) => Promise<Authenticated>;
