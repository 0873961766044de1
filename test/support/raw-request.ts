/** Requests written byte by byte, for what no client library would send. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A connection that has sent the head of a request. */
export const openRequest = (url: string, { method = 'POST', path, token, headers = {} }: RawRequest): Socket => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const lines = Object.entries({ Host: '127.0.0.1', Authorization: `Bearer ${token}`, ...headers });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return socket;
};

/** Resolves with the status and, for a problem, its code. */
export const answerOf = async (socket: Socket): Promise<{ status: number; code: string | undefined }> => {
  let text = '';
  socket.on('data', (part: Buffer) => {
    text += part.toString('latin1');
  });
  while (!/\r\n\r\n[\s\S]*\}$/.test(text)) {
    const [ended] = await Promise.race([
      once(socket, 'data').then(() => [false]),
      once(socket, 'close').then(() => [true]),
    ]);
    if (ended) break;
  }
  return { status: Number(text.slice(9, 12)), code: /"code":"([^"]+)"/.exec(text)?.[1] };
};

/** One part of a multipart body with the boundary `b`. */
export const part = (headers: readonly string[], content: string): string =>
  `--b\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n${content}\r\n`;

export const field = (name: string, value: string): string =>
  part([`Content-Disposition: form-data; name="${name}"`], value);

export const filePart = (content: string, name = 'file'): string =>
  part([`Content-Disposition: form-data; name="${name}"; filename="notes.txt"`], content);

export const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };
