/** Who the person is to the server: a visitor whose token is kept only after consent, or a user whom the page vouches for. */
import { type Purpose, SenimClient } from '@senim/client';
import { keep, readKept } from './kept.ts';
import type { WidgetOptions } from './widget-options.ts';

export class Credential {
  readonly #options: WidgetOptions;
  #purposes: readonly Purpose[] | undefined;
  #token: Promise<string> | undefined;

  constructor(options: WidgetOptions) {
    this.#options = options;
    const kept = readKept(options.url);
    this.#purposes = kept?.purposes;
    if (!this.isUser && kept?.token) this.#token = Promise.resolve(kept.token);
  }

  /** The page vouches for this person. */
  get isUser(): boolean {
    return this.#options.tokenProvider !== undefined || this.#options.tokenEndpoint !== undefined;
  }

  /** There is somebody to connect as, without asking anything. */
  get isKnown(): boolean {
    return this.isUser || this.hasConsented;
  }

  /** Consented on this device before. */
  get hasConsented(): boolean {
    return this.#purposes !== undefined;
  }

  has(purpose: Purpose): boolean {
    return this.#purposes?.includes(purpose) ?? false;
  }

  /** A visitor is made when the first token is needed, which is at consent. */
  token = (): Promise<string> => {
    const { tokenProvider, tokenEndpoint, url } = this.#options;
    if (tokenProvider) return tokenProvider();
    if (tokenEndpoint) return fromEndpoint(tokenEndpoint);
    this.#token ??= SenimClient.createVisitor(url).then(({ token }) => token);
    this.#token.catch(() => {
      this.#token = undefined;
    });
    return this.#token;
  };

  /** From now on this device may remember the person. */
  async consented(purposes: readonly Purpose[]): Promise<void> {
    this.#purposes = [...new Set([...(this.#purposes ?? []), ...purposes])];
    keep(this.#options.url, { purposes: this.#purposes, ...(!this.isUser && { token: await this.token() }) });
  }

  forget(): void {
    this.#token = undefined;
    this.#purposes = undefined;
    keep(this.#options.url, undefined);
  }
}

const fromEndpoint = async (endpoint: string): Promise<string> => {
  const headers = { accept: 'application/json' };
  const response = await fetch(endpoint, { method: 'POST', credentials: 'same-origin', headers });
  if (!response.ok) throw new Error(`unable to get a token; the page's own server answered ${response.status}`);
  return ((await response.json()) as { token: string }).token;
};
