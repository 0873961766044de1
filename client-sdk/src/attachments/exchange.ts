/** One request of an upload, with its token, and ended when nothing moves any more. */
import { sendBytes } from '#send-bytes';
import { clientError, SenimError } from '../errors/senim-error.ts';
import { type HttpClient, readAnswer, requestError } from '../http/http-client.ts';
import type { Timers } from '../time/timers.ts';
import type { BytesAnswer, BytesRequest } from './bytes-transport.ts';

/** Without a byte leaving. */
const STALLED_MS = 30_000;
/** After the last byte: the server rebuilds the file before it answers. */
const ANSWER_MS = 90_000;

export interface ExchangeParts {
  readonly http: HttpClient;
  readonly timers: Timers;
}

export interface Exchange {
  readonly method: BytesRequest['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob;
  readonly signal: AbortSignal | undefined;
  readonly sent?: (sentBytes: number) => void;
}

/** The error of an answer that is no success; a proxy's page in place of a restarting server is no last word. */
const refuse = ({ status, text }: BytesAnswer, path: string): never => {
  try {
    readAnswer(status, text, path);
  } catch (error) {
    if (status < 500 || (error instanceof SenimError && error.problem)) throw error;
  }
  throw clientError('network/unreachable', path);
};

/** Rejects with the server's problem, `network/…`, `server/unexpected` or `client/aborted`. */
export const exchange = ({ http, timers }: ExchangeParts, request: Exchange): Promise<BytesAnswer> =>
  http.authorised(async (token) => {
    const { method, path, body, signal, sent } = request;
    if (signal?.aborted) throw clientError('client/aborted', path, signal.reason);
    const stalled = new AbortController();
    const stall = () => stalled.abort(new DOMException('nothing moved', 'TimeoutError'));
    let cancel = timers.after(body ? STALLED_MS : ANSWER_MS, stall);
    const onSent = (bytes: number) => {
      cancel();
      cancel = timers.after(body && bytes < body.size ? STALLED_MS : ANSWER_MS, stall);
      sent?.(bytes);
    };
    try {
      const answer = await sendBytes({
        method,
        address: http.address(path),
        headers: { ...request.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        body,
        signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
        sent: onSent,
      });
      if (answer.status >= 200 && answer.status < 300) return answer;
      return refuse(answer, path);
    } catch (cause) {
      throw cause instanceof SenimError ? cause : requestError(stalled.signal.reason ?? cause, path, signal);
    } finally {
      cancel();
    }
  });
