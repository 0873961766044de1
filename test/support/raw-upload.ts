/** An upload written byte by byte onto a socket: with bodies and headers that no decent client would send. */
import { connect } from 'node:net';
import type { Answer } from './http-call.ts';

export interface RawRequest {
  readonly path: string;
  /** Beside those that every request has; a later one of the same name wins. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** It promised more than it sends: it leaves after this, in milliseconds, whether there was an answer or not. */
  readonly leavesAfterMs?: number;
}

export interface RawAnswer {
  /** 0 when the connection was closed without a word. */
  readonly status: number;
  readonly answer: Answer;
}

/** The last head, because `100 Continue` may come before it. */
const parse = (text: string): RawAnswer => {
  const start = text.lastIndexOf('HTTP/1.1 ');
  if (start < 0) return { status: 0, answer: undefined };
  const status = Number(text.slice(start + 9, start + 12));
  const json = /\{[\s\S]*\}/.exec(text.slice(start))?.[0];
  try {
    return { status, answer: json && JSON.parse(json) };
  } catch {
    return { status, answer: undefined };
  }
};

/** Resolves when the server has answered and hung up. */
export const rawUpload = (url: string, { path, headers, body, leavesAfterMs }: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const all: Record<string, string> = {
      host: `${hostname}:${port}`,
      connection: 'close',
      'content-length': String(body.length),
      ...headers,
    };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    let text = '';
    const socket = connect({ host: hostname, port: Number(port) });
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    // The server may hang up while it is still being written to.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(parse(text)));
    socket.write(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n`, 'latin1');
    socket.write(body);
    if (leavesAfterMs !== undefined) setTimeout(() => socket.destroy(), leavesAfterMs);
  });

export interface FormPart {
  readonly name: string;
  readonly value: Buffer;
  readonly fileName?: string;
  readonly type?: string;
}

export const formBody = (parts: readonly FormPart[], boundary: string): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, fileName, type }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
          fileName === undefined ? '' : `; filename="${fileName}"`
        }${type === undefined ? '' : `\r\nContent-Type: ${type}`}\r\n\r\n`,
      ),
      value,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
