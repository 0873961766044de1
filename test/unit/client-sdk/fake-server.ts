/** A server in memory behind the transport: it answers and tells only when told to. */
import type { Message, Problem } from '@senim/contract';
import type { OpenTransport, TransportHandlers } from '../../../client-sdk/src/connection/transport.ts';
import { errorOfProblem } from '../../../client-sdk/src/errors/error-of-problem.ts';
import { SenimError } from '../../../client-sdk/src/errors/senim-error.ts';
import { settle } from './fake-timers.ts';

export interface Sent {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the client sent
  readonly payload: any;
  /** Answers ok. */
  answer(data: unknown): Promise<void>;
  refuse(code: string, more?: Partial<Problem>): Promise<void>;
}

export const problem = (code: string, more: Partial<Problem> = {}): Problem =>
  ({ type: code, title: code, status: 400, code, retryable: false, traceId: 't', ...more }) as Problem;

export class FakeServer {
  /** The tokens of all attempts so far. */
  readonly tokens: string[] = [];
  /** Commands not answered yet, the oldest first, of this session and lost ones. */
  sent: Sent[] = [];
  isClosedByClient = false;
  #handlers: TransportHandlers | undefined;

  readonly open: OpenTransport = (token, handlers) => {
    this.tokens.push(token);
    this.#handlers = handlers;
    this.isClosedByClient = false;
    return {
      send: (name, payload, acknowledge) => {
        const reply = async (ack: unknown) => {
          this.sent = this.sent.filter((other) => other !== sent);
          acknowledge(ack);
          await settle();
        };
        const sent: Sent = {
          name,
          payload,
          answer: (data) => reply({ ok: true, data }),
          refuse: (code, more) => reply({ ok: false, problem: problem(code, more) }),
        };
        this.sent.push(sent);
      },
      close: () => {
        this.isClosedByClient = true;
        this.#handlers = undefined;
      },
    };
  };

  /** Accepts the handshake under way. */
  async accept(): Promise<void> {
    await settle();
    this.#handlers?.connected();
    await settle();
  }

  async refuse(code: string, more: Partial<Problem> = {}): Promise<void> {
    await settle();
    this.#handlers?.ended(errorOfProblem(problem(code, more)) as SenimError);
    await settle();
  }

  /** The network goes away: commands in flight stay unanswered for ever. */
  async cut(): Promise<void> {
    this.sent = [];
    this.#handlers?.ended(new SenimError('network/disconnected', 'transport close'));
    await settle();
  }

  async tell(name: string, payload: unknown): Promise<void> {
    this.#handlers?.event(name, payload);
    await settle();
  }

  /** The oldest unanswered command of this name; it must be there. */
  command(name: string): Sent {
    const found = this.sent.find((sent) => sent.name === name);
    if (!found) throw new Error(`${name} was not sent; unanswered: ${this.sent.map((sent) => sent.name).join(', ')}`);
    return found;
  }

  names(): string[] {
    return this.sent.map(({ name }) => name);
  }
}

export const CONVERSATION = '0190a000-0000-7000-8000-000000000001';
export const ALICE = '0190a000-0000-7000-8000-00000000a11c';
export const BOB = '0190a000-0000-7000-8000-000000000b0b';

export const conversationAt = (headSeq: number, revision = 0) => ({
  id: CONVERSATION,
  kind: 'support',
  status: 'open',
  headSeq,
  revision,
  participants: [{ id: ALICE, kind: 'visitor', readSeq: 0, deliveredSeq: 0 }],
  createdAt: '2026-01-01T00:00:00.000Z',
  lastActivityAt: '2026-01-01T00:00:00.000Z',
});

/** A message of Bob's unless told otherwise. */
export const messageAt = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  conversationId: CONVERSATION,
  seq,
  clientMessageId: `client-${seq}`,
  authorId: BOB,
  authorKind: 'agent',
  text: `text ${seq}`,
  attachments: [],
  revision: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

export const messagesAt = (from: number, to: number): Message[] =>
  Array.from({ length: to - from + 1 }, (_, index) => messageAt(from + index));

/** An unsigned token: the client reads it, only a server checks it. */
export const tokenOf = (claims: object): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
};
