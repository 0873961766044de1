/** A larger file in pieces by the tus protocol: after a lost network it goes on where the server stands. */
import type { Problem } from '@senim/contract';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';
import { readAnswer } from '../http/http-client.ts';
import type { BytesAnswer } from './bytes-transport.ts';
import { nextChunkBytes, SMALLEST_CHUNK } from './chunk-size.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { RunningUpload } from './running-upload.ts';

const PATH = '/v1/uploads';
const VERSION = { 'tus-resumable': '1.0.0' };
/** A server that forgets an upload again and again will forget the next one too. */
const MOST_BEGINNINGS = 4;
const CANCEL_TRIES = 3;
const CANCEL_PAUSE_MS = 500;

/** What the server says of an upload. */
interface Standing {
  readonly offset: number;
  readonly length: number;
  readonly attachment?: unknown;
  readonly identityDocument?: unknown;
  readonly problem?: Problem;
}

const encoded = (text: string): string => {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
};

const metadataOf = ({ fields, file, fileName }: RunningUpload): string =>
  [...fields, ['filename', fileName], ['filetype', file.type]]
    .filter(([, value]) => value !== '')
    .map(([name = '', value = '']) => `${name} ${encoded(value)}`)
    .join(',');

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof SenimError && codes.includes(error.code);

class ResumableUpload {
  readonly #upload: RunningUpload;
  /** Where the server stands; undefined after a failure, until it has been asked. */
  #offset: number | undefined;
  #chunkBytes = SMALLEST_CHUNK;
  #beginnings = 0;

  constructor(upload: RunningUpload) {
    this.#upload = upload;
  }

  async run(): Promise<unknown> {
    const { teller, patience, signal } = this.#upload;
    for (;;) {
      try {
        const answer = await this.#step();
        if (answer !== undefined) return answer;
        patience.renew();
      } catch (error) {
        this.#offset = undefined;
        this.#chunkBytes = SMALLEST_CHUNK;
        if (signal?.aborted) void this.#cancel();
        if (isCode(error, 'upload/offset-mismatch')) continue;
        // It has forgotten the upload, or was started anew meanwhile: from the beginning, then.
        if (isCode(error, 'upload/not-found') && this.#beginnings < MOST_BEGINNINGS) this.#id = undefined;
        else {
          teller.waiting();
          await patience.afterFailure(error);
        }
      }
    }
  }

  /** One request; resolves with the server's last answer once it has given it. */
  async #step(): Promise<unknown> {
    const { file } = this.#upload;
    if (this.#id === undefined) await this.#begin();
    else if (this.#offset === undefined) return this.#look(this.#id);
    else if (this.#offset < file.size) return this.#append(this.#id, this.#offset);
    // All is there, and it has not said yet what it made of it.
    else throw clientError('network/timeout', PATH);
    return undefined;
  }

  /** Kept under the caller's key, so that a later try goes on here. */
  get #id(): string | undefined {
    return this.#upload.begun.get(this.#upload.key);
  }

  set #id(id: string | undefined) {
    if (id === undefined) this.#upload.begun.delete(this.#upload.key);
    else this.#upload.begun.set(this.#upload.key, id);
  }

  #ask(request: Omit<Exchange, 'signal'>): Promise<BytesAnswer> {
    const { parts, signal } = this.#upload;
    return exchange(parts, { ...request, headers: { ...VERSION, ...request.headers }, signal });
  }

  async #begin(): Promise<void> {
    this.#beginnings += 1;
    const headers = {
      'upload-length': String(this.#upload.file.size),
      'upload-metadata': metadataOf(this.#upload),
    };
    const answer = await this.#ask({ method: 'POST', path: PATH, headers });
    const id = answer.header('location')?.split('/').at(-1);
    if (!id) throw clientError('server/unexpected', PATH);
    this.#id = id;
    this.#offset = 0;
  }

  async #look(id: string): Promise<unknown> {
    // Ends a request that the server still waits for.
    await this.#ask({ method: 'HEAD', path: `${PATH}/${id}` }).catch((error: unknown) => {
      // The answer to HEAD has no body that could say more.
      if (!isCode(error, 'server/unexpected')) throw error;
    });
    const answer = await this.#ask({ method: 'GET', path: `${PATH}/${id}` });
    const standing = readAnswer(answer.status, answer.text, PATH) as Standing;
    if (standing.problem) {
      this.#id = undefined;
      throw errorOfProblem(standing.problem);
    }
    // The caller has another file under the same key.
    if (standing.length !== this.#upload.file.size) this.#id = undefined;
    this.#offset = standing.offset;
    return standing.attachment ?? standing.identityDocument;
  }

  async #append(id: string, offset: number): Promise<unknown> {
    const { file, teller } = this.#upload;
    const body = file.slice(offset, offset + this.#chunkBytes);
    const begunAt = performance.now();
    const answer = await this.#ask({
      method: 'PATCH',
      path: `${PATH}/${id}`,
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
      body,
      sent: (bytes) => teller.sent(offset + bytes),
    });
    this.#offset = offset + body.size;
    this.#chunkBytes = nextChunkBytes(body.size, performance.now() - begunAt);
    teller.sent(this.#offset);
    return answer.status === 200 ? readAnswer(answer.status, answer.text, PATH) : undefined;
  }

  /** Nobody wants it any more. What cannot be deleted now, the server forgets by itself. */
  async #cancel(): Promise<void> {
    const id = this.#id;
    this.#id = undefined;
    const { parts } = this.#upload;
    for (let left = id ? CANCEL_TRIES : 0; left > 0; left -= 1) {
      try {
        await exchange(parts, { method: 'DELETE', path: `${PATH}/${id}`, headers: VERSION, signal: undefined });
        return;
      } catch {
        await new Promise<void>((resolve) => parts.timers.after(CANCEL_PAUSE_MS, resolve));
      }
    }
  }
}

export const resumableUpload = (upload: RunningUpload): Promise<unknown> => new ResumableUpload(upload).run();
