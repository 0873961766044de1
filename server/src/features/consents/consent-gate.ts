/** Asks whether a person has consented to a purpose. */
import type { Awaitable } from '#kernel/awaitable';
import type { Principal } from '#kernel/principal';

export interface ConsentGate {
  /** Throws `consent/required` unless the required purposes, and the one named, are consented to. Agents always pass. */
  require(principal: Principal, purpose?: 'photo' | 'voice'): Awaitable<void>;
}
