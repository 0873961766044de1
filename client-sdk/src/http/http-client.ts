/** Requests over HTTP, with the caller's token, a time limit, and problems as errors. */
import type { TokenSource } from '../connection/token-source.ts';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';

const TIMEOUT_MS = 30_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** With its leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Sent without a token, which may not exist yet. */
  readonly isPublic?: boolean;
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
  throw errorOfProblem(body) ?? clientError('server/unexpected', what);
};

/** The error that a failed request stands for. */
export const requestError = (cause: unknown, what: string, signal: AbortSignal | undefined): SenimError => {
  if (signal?.aborted) return clientError('client/aborted', what, signal.reason);
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  return clientError(isLate ? 'network/timeout' : 'network/unreachable', what, cause);
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
    const text = await this.#send(request, (response) => response.text());
    return readAnswer(200, text, request.path) as Answer;
  }

  blob(request: HttpRequest): Promise<Blob> {
    return this.#send(request, (response) => response.blob());
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

  /** What an answer that is no refusal carries. */
  #send<Body>(request: HttpRequest, read: (response: Response) => Promise<Body>): Promise<Body> {
    const { path, signal } = request;
    const run = async (token: string | undefined): Promise<Body> => {
      try {
        const response = await this.#fetch(request, token);
        if (!response.ok) readAnswer(response.status, await response.text(), path);
        return await read(response);
      } catch (cause) {
        throw cause instanceof SenimError ? cause : requestError(cause, path, signal);
      }
    };
    return request.isPublic ? run(undefined) : this.authorised(run);
  }

  #fetch({ method, path, query, body, signal }: HttpRequest, token: string | undefined): Promise<Response> {
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const headers = new Headers();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    return fetch(this.address(path, query), {
      method,
      headers,
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      body: body === undefined ? null : JSON.stringify(body),
    });
  }
}
