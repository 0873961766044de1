/** Requests over HTTP, with the caller's token, a time limit, and problems as errors. */
import type { TokenSource } from '../connection/token-source.ts';
import { errorOfProblem, unexpectedAnswer } from '../errors/error-of-problem.ts';
import { SenimError } from '../errors/senim-error.ts';

const TIMEOUT_MS = 30_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** With its leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the body of an answer says: its JSON, or the error it stands for. */
export const readAnswer = (status: number, text: string, what: string): unknown => {
  const body = parse(text);
  if (status >= 200 && status < 300 && body !== undefined) return body;
  throw errorOfProblem(body) ?? unexpectedAnswer(what);
};

/** The error that a failed request stands for. */
export const requestError = (cause: unknown, what: string, signal: AbortSignal | undefined): SenimError => {
  if (signal?.aborted) {
    return new SenimError('client/aborted', `unable to finish ${what}; it was aborted`, { cause: signal.reason });
  }
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new SenimError('network/timeout', `unable to wait longer for ${what}`, { cause });
  }
  return new SenimError('network/unreachable', `unable to reach the server for ${what}`, { cause });
};

export class HttpClient {
  readonly #url: string;
  readonly #tokens: TokenSource | undefined;

  /** @param tokens left out for public routes. */
  constructor(url: string, tokens?: TokenSource) {
    this.#url = url;
    this.#tokens = tokens;
  }

  address(path: string, query: HttpRequest['query'] = {}): string {
    const address = new URL(path, this.#url);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value);
    return address.href;
  }

  async json<Answer>(request: HttpRequest): Promise<Answer> {
    const response = await this.#send(request);
    const text = await response.text().catch((cause) => {
      throw requestError(cause, request.path, request.signal);
    });
    return readAnswer(response.status, text, request.path) as Answer;
  }

  async blob(request: HttpRequest): Promise<Blob> {
    const response = await this.#send(request);
    return response.blob().catch((cause) => {
      throw requestError(cause, request.path, request.signal);
    });
  }

  /** Runs with a token, and once more with a fresh one when that has expired. */
  async authorised<Answer>(run: (token: string | undefined) => Promise<Answer>): Promise<Answer> {
    const token = await this.#tokens?.get();
    try {
      return await run(token);
    } catch (error) {
      if (token === undefined || !(error instanceof SenimError) || error.code !== 'auth/token-expired') throw error;
      this.#tokens?.expire(token);
      return run(await this.#tokens?.get());
    }
  }

  /** An answer that is not a refusal. */
  #send(request: HttpRequest): Promise<Response> {
    return this.authorised(async (token) => {
      const response = await this.#fetch(request, token);
      if (!response.ok) readAnswer(response.status, await response.text().catch(() => ''), request.path);
      return response;
    });
  }

  async #fetch({ method, path, query, body, signal }: HttpRequest, token: string | undefined): Promise<Response> {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await fetch(this.address(path, query), {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        credentials: 'omit',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw requestError(cause, path, signal);
    }
  }
}
