/** Receives a multipart body with one file, which is not read before somebody asks for it, when its fields came first. */
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import type * as z from 'zod';
import { ProblemError } from '#kernel/problem-error';
import type { OnPart, Spool, SpooledFile } from '../stores/spool.ts';
import type { InFlight } from './in-flight.ts';
import type { IncomingFile } from './incoming-file.ts';
import { MAX_OVERHEAD_BYTES, type UploadTimes, uploadLimits } from './upload-limits.ts';
import { parseFields, toUploadProblem } from './upload-problems.http.ts';
import { watchUpload } from './upload-watch.http.ts';

/** What the doors share. */
export interface UploadIntake {
  readonly spool: Spool;
  readonly inFlight: InFlight;
  readonly times?: UploadTimes;
}

export interface ReceiveOptions<Fields extends z.ZodObject> {
  readonly fields: Fields;
  /** The name of the part that carries the file. */
  readonly fileField: string;
  /** The most that any file of this route may have, whatever its fields say. */
  readonly maxFileBytes: number;
  readonly spool: Spool;
  readonly times?: UploadTimes;
}

export interface ReceivedUpload<Fields extends z.ZodObject> extends AsyncDisposable {
  readonly fields: z.output<Fields>;
  readonly file: IncomingFile;
  /** The most that the file can have, by the length of the body; undefined when that was not declared. */
  readonly declaredBytes: number | undefined;
  /** Aborted with a ProblemError when the sender leaves or stalls, or after the deadline. */
  readonly signal: AbortSignal;
}

type FilePart = Express.Multer.File & { readonly stream: Readable };
type FileTaken = (error?: unknown, info?: object) => void;
type Opened<Fields extends z.ZodObject> = Pick<ReceivedUpload<Fields>, 'fields' | 'file'>;

class Reception<Fields extends z.ZodObject> implements StorageEngine {
  readonly #options: ReceiveOptions<Fields>;
  readonly #signal: AbortSignal;
  readonly #opened = Promise.withResolvers<Opened<Fields>>();
  readonly #bodyRead = Promise.withResolvers<void>();
  /** Not called before the file was taken or refused. */
  #fileTaken: FileTaken | undefined;
  #early: SpooledFile | undefined;
  #hasFile = false;

  constructor(options: ReceiveOptions<Fields>, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    // Whoever waits for one may not wait for the other.
    this.#opened.promise.catch(() => undefined);
    this.#bodyRead.promise.catch(() => undefined);
    signal.addEventListener('abort', () => this.#fail(signal.reason), { once: true });
  }

  open(request: Request, response: Response): Promise<Opened<Fields>> {
    const limits = uploadLimits(this.#options.maxFileBytes);
    const read = multer({ storage: this, limits, defParamCharset: 'utf8' }).single(this.#options.fileField);
    read(request, response, (error: unknown) => {
      if (error) return this.#fail(error);
      this.#bodyRead.resolve();
      if (this.#hasFile) return;
      this.#opened.reject(new ProblemError('request/invalid', { detail: 'unable to upload; there is no file' }));
    });
    return this.#opened.promise;
  }

  _handleFile(request: Request, part: Express.Multer.File, callback: FileTaken): void {
    this.#hasFile = true;
    this.#fileTaken = callback;
    this.#takeFile(request, part as FilePart).catch((error: unknown) => {
      this.#settleFile(error);
      this.#fail(error);
    });
  }

  _removeFile(_request: Request, _part: Express.Multer.File, callback: (error: Error | null) => void): void {
    callback(null);
  }

  /** Lets go of a file that nobody took, and removes what was spooled. */
  async end(): Promise<void> {
    this.#settleFile(new ProblemError('request/malformed'));
    await this.#early?.[Symbol.asyncDispose]();
  }

  async #takeFile(request: Request, part: FilePart): Promise<void> {
    const { fields: schema, spool, maxFileBytes } = this.#options;
    const described = { name: part.originalname, declaredType: part.mimetype };
    const parsed = parseFields(schema, request.body);
    if ('fields' in parsed) {
      const receive: IncomingFile['receive'] = (...how) => this.#receive(part.stream, ...how);
      const file = { ...described, receive };
      this.#opened.resolve({ fields: parsed.fields, file });
      return;
    }
    // The file came before its fields: it has to be taken before anything can be said about it.
    const spooled = await spool.write(part.stream, { maxBytes: maxFileBytes, signal: this.#signal });
    if (spooled === 'too-large') throw new ProblemError('attachment/too-large');
    this.#early = spooled;
    this.#settleFile();
    await this.#bodyRead.promise;
    const again = parseFields(schema, request.body);
    if ('missing' in again) throw again.missing;
    const receive: IncomingFile['receive'] = async (maxBytes) => (spooled.bytes > maxBytes ? 'too-large' : spooled);
    this.#opened.resolve({ fields: again.fields, file: { ...described, receive } });
  }

  async #receive(stream: Readable, maxBytes: number, onPart?: OnPart): Promise<SpooledFile | 'too-large'> {
    let spooled: SpooledFile | 'too-large';
    try {
      spooled = await this.#options.spool.write(stream, { maxBytes, signal: this.#signal, onPart });
    } catch (error) {
      this.#settleFile(error);
      this.#signal.throwIfAborted();
      // What the disk says is ours, what the body says is the sender's.
      throw stream.errored ? toUploadProblem(stream.errored) : error;
    }
    if (spooled === 'too-large') {
      this.#settleFile(new ProblemError('attachment/too-large'));
      return spooled;
    }
    this.#settleFile();
    try {
      await this.#bodyRead.promise;
      return spooled;
    } catch (error) {
      await spooled[Symbol.asyncDispose]();
      throw error;
    }
  }

  #settleFile(error?: unknown): void {
    const taken = this.#fileTaken;
    this.#fileTaken = undefined;
    if (error) taken?.(error);
    else taken?.(null, {});
  }

  #fail(error: unknown): void {
    const problem = toUploadProblem(error);
    this.#opened.reject(problem);
    this.#bodyRead.reject(problem);
  }
}

/**
 * Resolves as soon as the fields are known: before the file is read when they came first.
 *
 * Throws `request/malformed`, `request/invalid`, `request/too-large`, `request/timeout` and `attachment/too-large`.
 */
export const receiveUpload = async <Fields extends z.ZodObject>(
  request: Request,
  response: Response,
  options: ReceiveOptions<Fields>,
): Promise<ReceivedUpload<Fields>> => {
  const { maxFileBytes, times } = options;
  const maxBodyBytes = maxFileBytes + MAX_OVERHEAD_BYTES;
  const signal = watchUpload(request, response, maxBodyBytes, times);
  const reception = new Reception(options, signal);
  try {
    if (!request.is('multipart/form-data')) {
      throw new ProblemError('request/malformed', {
        detail: 'unable to upload; the body has to be multipart/form-data',
      });
    }
    const length = request.headers['content-length'];
    const declaredBytes = length === undefined ? undefined : Number(length);
    if ((declaredBytes ?? 0) > maxBodyBytes) throw new ProblemError('attachment/too-large');
    const opened = await reception.open(request, response);
    return { ...opened, declaredBytes, signal, [Symbol.asyncDispose]: () => reception.end() };
  } catch (error) {
    await reception.end();
    throw error;
  }
};
