/** Moves between the states of the connection; tells listeners. */
import type { CommandData, CommandName, CommandPayload, Verification } from '@senim/contract';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';
import { TypedEmitter } from '../events/typed-emitter.ts';
import type { Cancel, Timers } from '../time/timers.ts';
import type { Backoff } from './backoff.ts';
import { Commands } from './commands.ts';
import { type ConnectionState, canMove, type StateChange } from './connection-state.ts';
import type { TokenSource } from './token-source.ts';
import type { OpenTransport, Transport } from './transport.ts';

/** A session shorter than this counts as one more failure, so that a server in trouble is not hammered. */
const STABLE_AFTER_MS = 3_000;
/** After waking up, a connection that does not answer within this time is dead. */
const PROBE_TIMEOUT_MS = 5_000;
const HANDSHAKE_TIMEOUT_MS = 30_000;

export interface ConnectionParts {
  readonly openTransport: OpenTransport;
  readonly tokens: TokenSource;
  readonly backoff: Backoff;
  readonly timers: Timers;
}

interface ConnectionEvents {
  state: StateChange;
  event: { readonly name: string; readonly payload: unknown };
  verification: Verification;
}

interface Waiter {
  resolve(): void;
  reject(error: SenimError): void;
}

/** What waits for an answer learns that the session is over, and may go on in the next one. */
const lost = (cause: SenimError): SenimError => clientError('network/disconnected', 'wait', cause);

const closedError = (): SenimError => clientError('client/closed', 'go on');

export class Connection {
  readonly events = new TypedEmitter<ConnectionEvents>();
  readonly #parts: ConnectionParts;
  readonly #commands: Commands;
  #state: ConnectionState = 'idle';
  #isDisposed = false;
  /** Why the server refused for good; until `connect()` is called again. */
  #closedBy: SenimError | undefined;
  #waiters: Waiter[] = [];
  #transport: Transport | undefined;
  #token = '';
  /** Rises with each attempt; answers to an older one are ignored. */
  #attempt = 0;
  #connectedAt = 0;
  #hasRenewedToken = false;
  /** Why the server is about to end the session. */
  #refusal: SenimError | undefined;
  #cancelTimer: Cancel = () => {};

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#commands = new Commands(parts.timers);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  connect(): Promise<void> {
    this.#closedBy = undefined;
    const connected = this.whenConnected();
    if (!this.#isDisposed && (this.#state === 'idle' || this.#state === 'closed')) this.#begin();
    return connected;
  }

  /** Resolves when connected; rejects when refused for good or closed. */
  whenConnected(): Promise<void> {
    if (this.#isDisposed) return Promise.reject(closedError());
    if (this.#closedBy) return Promise.reject(this.#closedBy);
    if (this.#state === 'connected') return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  /** One attempt to send a command on the present session; see `Commands.attempt`. */
  async attempt<Name extends CommandName>(
    name: Name,
    payload: CommandPayload<Name>,
    timeoutMs: number,
  ): Promise<CommandData<Name>> {
    const attempt = this.#attempt;
    try {
      return await this.#commands.attempt(name, payload, timeoutMs);
    } catch (error) {
      if (!(error instanceof SenimError) || error.code !== 'auth/token-expired') throw error;
      if (attempt === this.#attempt) this.#ended(error);
      throw lost(error);
    }
  }

  close(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    if (this.#state === 'closed') return;
    this.#stop(closedError());
    this.#move('closed');
    this.#release(closedError());
  }

  /** The page woke up, or the network came back: do not wait, and do not trust. */
  wake(): void {
    if (this.#state === 'waiting') this.#begin();
    else if (this.#state === 'connected') this.#probe();
  }

  #probe(): void {
    const attempt = this.#attempt;
    this.attempt('session:resume', { heads: [] }, PROBE_TIMEOUT_MS).catch((error: SenimError) => {
      if (error.code === 'network/timeout' && attempt === this.#attempt) this.#ended(error);
    });
  }

  #begin(): void {
    this.#cancelTimer();
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#refusal = undefined;
    if (this.#state !== 'connecting') this.#move('connecting');
    if (attempt !== this.#attempt) return; // A listener closed the client.
    this.#cancelTimer = this.#parts.timers.after(HANDSHAKE_TIMEOUT_MS, () =>
      this.#ended(clientError('network/timeout', 'connect')),
    );
    this.#open(attempt).catch((error: unknown) => {
      if (attempt !== this.#attempt) return;
      this.#ended(error instanceof SenimError ? error : clientError('network/unreachable', 'connect', error));
    });
  }

  async #open(attempt: number): Promise<void> {
    const token = await this.#parts.tokens.get();
    if (attempt !== this.#attempt) return;
    this.#token = token;
    const isCurrent = () => attempt === this.#attempt;
    this.#transport = this.#parts.openTransport(token, {
      connected: () => isCurrent() && this.#connected(),
      ended: (error) => isCurrent() && this.#ended(error),
      event: (name, payload) => isCurrent() && this.#event(name, payload),
    });
  }

  #connected(): void {
    if (!this.#transport) return;
    this.#cancelTimer();
    this.#connectedAt = this.#parts.timers.now();
    this.#hasRenewedToken = false;
    this.#commands.begin(this.#transport);
    this.#move('connected');
    this.#release();
  }

  #event(name: string, payload: unknown): void {
    if (name === 'session:refused') this.#refusal = errorOfProblem((payload as { problem?: unknown } | null)?.problem);
    this.events.emit('event', { name, payload });
  }

  /** An attempt failed or a session ended: what next? */
  #ended(error: SenimError): void {
    const wasConnected = this.#state === 'connected';
    const reason = wasConnected ? this.#endOfSession(error) : error;
    this.#stop(lost(reason));
    if (wasConnected && this.#parts.timers.now() - this.#connectedAt >= STABLE_AFTER_MS) this.#parts.backoff.reset();
    if (reason.code === 'auth/token-expired') this.#renewToken(reason);
    else if (reason.problem && !reason.isRetryable) this.#giveUp(reason);
    else this.#wait(reason);
  }

  /** A refused command says nothing about the session; a refused identity does, and so does "come back later". */
  #endOfSession(error: SenimError): SenimError {
    const refusal = this.#refusal;
    return refusal?.isRetryable || refusal?.code.startsWith('auth/') ? refusal : error;
  }

  /** The first time at once; when the fresh token is refused as well, after a while. */
  #renewToken(reason: SenimError): void {
    this.#parts.tokens.expire(this.#token);
    const isFirstTime = !this.#hasRenewedToken;
    this.#hasRenewedToken = true;
    if (isFirstTime) this.#begin();
    else this.#wait(reason);
  }

  /** Trying again cannot help. */
  #giveUp(reason: SenimError): void {
    this.#closedBy = reason;
    this.#move('closed', { error: reason });
    this.#release(reason);
  }

  #wait(error: SenimError): void {
    const retryInMs = this.#parts.backoff.next(error.retryAfterMs);
    this.#move('waiting', { error, retryInMs });
    if (this.#state === 'waiting') this.#cancelTimer = this.#parts.timers.after(retryInMs, () => this.#begin());
  }

  #stop(error: SenimError): void {
    this.#cancelTimer();
    this.#attempt += 1;
    this.#transport?.close();
    this.#transport = undefined;
    this.#commands.end(error);
  }

  #move(current: ConnectionState, why: { error?: SenimError; retryInMs?: number } = {}): void {
    const previous = this.#state;
    if (!canMove(previous, current)) throw new Error(`${previous} → ${current}`);
    this.#state = current;
    this.events.emit('state', { current, previous, ...why });
  }

  #release(error?: SenimError): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) error ? waiter.reject(error) : waiter.resolve();
  }
}
