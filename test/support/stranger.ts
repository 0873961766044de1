/** A client that knows nothing but the documented names, and checks every frame it receives against the contract. */
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { problem } from '../../client-sdk/contract/src/problems/problem.ts';
import { commands, events } from '../../client-sdk/contract/src/protocol.ts';
import type { Answer } from './http-call.ts';

export interface Stranger extends Disposable {
  readonly socket: Socket;
  /** Sends a command and resolves with the whole acknowledgement. */
  ask(command: string, payload?: unknown): Promise<Answer>;
  /** Sends a command that must succeed; resolves with its data. */
  tell(command: string, payload?: unknown): Promise<Answer>;
  /** Everything that arrived under an event's name so far. */
  received(event: string): Answer[];
}

const ACK_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 30_000;

interface Schema {
  parse(value: unknown): unknown;
}

/** Everything the contract says is there, and nothing that it does not say. */
const conforms = (schema: Schema | undefined, value: unknown, what: string): void => {
  if (!schema) throw new Error(`${what} is not in the contract`);
  expect(schema.parse(value), what).to.deep.equal(value);
};

const check = (command: string, answer: Answer): void => {
  if (!answer.ok) conforms(problem, answer.problem, `the problem of ${command}`);
  else conforms(commands[command as keyof typeof commands]?.data, answer.data, `the answer to ${command}`);
};

/** Rejects with the problem when the handshake is refused, and when the server goes away before it has answered. */
export const connectStranger = (url: string, token?: string): Promise<Stranger> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
    const received = new Map<string, Answer[]>();
    const broken: unknown[] = [];
    socket.onAny((event: string, payload: unknown) => {
      try {
        conforms(events[event as keyof typeof events]?.payload, payload, event);
      } catch (error) {
        broken.push(error);
      }
      received.set(event, [...(received.get(event) ?? []), payload]);
    });
    const ask = async (command: string, payload?: unknown): Promise<Answer> => {
      const answer = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(command, payload);
      if (broken.length > 0) throw broken[0];
      check(command, answer);
      return answer;
    };
    const tell = async (command: string, payload?: unknown): Promise<Answer> => {
      const answer = await ask(command, payload);
      if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.problem)}`);
      return answer.data;
    };
    const giveUp = (error: Error): void => {
      clearTimeout(timer);
      // Changes nothing when it has been connected.
      reject(Object.assign(error, { socket }));
    };
    const timer = setTimeout(() => {
      socket.disconnect();
      giveUp(new Error('the server does not answer the handshake'));
    }, CONNECT_TIMEOUT_MS);
    socket.on('connect_error', giveUp);
    socket.on('disconnect', (reason) => giveUp(new Error(`cut off during the handshake: ${reason}`)));
    socket.on('connect', () => {
      clearTimeout(timer);
      resolve({
        socket,
        ask,
        tell,
        received: (event) => {
          if (broken.length > 0) throw broken[0];
          return received.get(event) ?? [];
        },
        [Symbol.dispose]: () => socket.disconnect(),
      });
    });
  });
