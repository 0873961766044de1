/** Asks the host for a token, once at a time, and again when it has expired. */
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Timers } from '../time/timers.ts';
import { readTokenClaims, type TokenClaims } from './token-claims.ts';

/** A token this close to its end is not used for anything new. */
const SPARE_MS = 10_000;

export class TokenSource {
  readonly #ask: () => Promise<string>;
  readonly #timers: Timers;
  #current: { readonly token: string; readonly claims: TokenClaims } | undefined;
  #asking: Promise<string> | undefined;

  constructor(ask: () => Promise<string>, timers: Timers) {
    this.#ask = ask;
    this.#timers = timers;
  }

  /** What the last token said; undefined before the first. */
  get claims(): TokenClaims | undefined {
    return this.#current?.claims;
  }

  /** Rejects with `client/token-failed`, or with what the host's function threw when that is a `SenimError`. */
  get(): Promise<string> {
    const current = this.#current;
    if (current && current.claims.expiresAt - SPARE_MS > this.#timers.now()) return Promise.resolve(current.token);
    this.#asking ??= this.#renew().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The server says that this token has expired; a newer one is left alone. */
  expire(token: string): void {
    if (this.#current?.token === token) {
      this.#current = { token, claims: { ...this.#current.claims, expiresAt: 0 } };
    }
  }

  async #renew(): Promise<string> {
    try {
      const token = await this.#ask();
      this.#current = { token, claims: readTokenClaims(token) };
      return token;
    } catch (cause) {
      if (cause instanceof SenimError) throw cause;
      throw clientError('client/token-failed', 'sign in', cause);
    }
  }
}
