/** Sends one file as a form, from a body that was made before; and asks meanwhile how long others wait. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FileForm {
  readonly head: Buffer;
  readonly file: Buffer;
  readonly tail: Buffer;
}

const BOUNDARY = 'a-boundary-of-the-benchmark';
const PIECE_BYTES = 256 * 1024;

export const fileForm = (fields: Readonly<Record<string, string>>, file: Buffer): FileForm => {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const disposition = 'Content-Disposition: form-data; name="file"; filename="notes.txt"';
  const head = `${parts.join('')}--${BOUNDARY}\r\n${disposition}\r\nContent-Type: text/plain\r\n\r\n`;
  return { head: Buffer.from(head), file, tail: Buffer.from(`\r\n--${BOUNDARY}--\r\n`) };
};

const write = async (outgoing: ClientRequest, bytes: Buffer): Promise<void> => {
  if (!outgoing.write(bytes)) await once(outgoing, 'drain');
};

/** @returns milliseconds until the answer. */
export const sendFile = async (url: string, token: string, { head, file, tail }: FileForm): Promise<number> => {
  const begun = performance.now();
  const outgoing = request(`${url}/v1/attachments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + file.length + tail.length,
    },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  await write(outgoing, head);
  for (let at = 0; at < file.length; at += PIECE_BYTES) await write(outgoing, file.subarray(at, at + PIECE_BYTES));
  outgoing.end(tail);
  const [response] = await answered;
  let text = '';
  for await (const part of response) text += String(part);
  if (response.statusCode !== 201) throw new Error(`the file was not taken: ${response.statusCode} ${text}`);
  return performance.now() - begun;
};

/** The longest that a small request waited while something was done, in milliseconds. */
export const longestWait = async (url: string, work: Promise<unknown>): Promise<number> => {
  let isOver = false;
  const ask = async (): Promise<number> => {
    let longest = 0;
    while (!isOver) {
      const begun = performance.now();
      await (await fetch(`${url}/healthz`)).arrayBuffer();
      longest = Math.max(longest, performance.now() - begun);
      await sleep(5);
    }
    return longest;
  };
  const asking = ask();
  try {
    await work;
  } finally {
    isOver = true;
  }
  return asking;
};
