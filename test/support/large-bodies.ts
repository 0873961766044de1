/** Large bodies, sent by clients that nobody in this project made: what does each make of a refusal while it still writes? */
import { open } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { runTool } from './installed-tool.ts';
import { field, MULTIPART } from './raw-request.ts';

export interface LargeBody {
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
  /** A sparse file that curl reads; the others send as many zeros. */
  readonly file: string;
  readonly fileBytes: number;
}

export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
}

const FILE_HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
const FILE_END = '\r\n--b--\r\n';
const zeros = Buffer.alloc(256 * 1024);

const headOf = ({ fields }: LargeBody): Buffer =>
  Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => field(name, value))
      .join('') + FILE_HEAD,
  );

function* bytesOf(body: LargeBody): Generator<Uint8Array> {
  yield headOf(body);
  for (let left = body.fileBytes; left > 0; left -= zeros.length) yield zeros.subarray(0, left);
  yield Buffer.from(FILE_END);
}

const lengthOf = (body: LargeBody): number => headOf(body).length + body.fileBytes + FILE_END.length;

const refusal = (status: number, answer: string): Refusal => ({
  status,
  code: /"code":"([^"]+)"/.exec(answer)?.[1],
});

const byFetch = async (body: LargeBody): Promise<Refusal> => {
  const response = await fetch(body.url + body.path, {
    method: 'POST',
    headers: { ...MULTIPART, ...body.headers, 'Content-Length': String(lengthOf(body)) },
    body: Readable.toWeb(Readable.from(bytesOf(body))) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  return refusal(response.status, await response.text());
};

const byNodeHttp = async (body: LargeBody): Promise<Refusal> => {
  const request = httpRequest(body.url + body.path, {
    method: 'POST',
    headers: { ...MULTIPART, ...body.headers, 'Content-Length': lengthOf(body) },
  });
  const answer = new Promise<Refusal>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      text(response).then((said) => resolve(refusal(response.statusCode ?? 0, said)), reject);
    });
  });
  // It may stop writing once it has its answer.
  pipeline(bytesOf(body), request).catch(() => undefined);
  return answer;
};

const byCurl = async ({ url, path, headers, fields, file }: LargeBody): Promise<Refusal> => {
  const said = await runTool('curl', [
    ...['--silent', '--show-error', '--no-progress-meter', '--write-out', '\n%{http_code}'],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...Object.entries(fields).flatMap(([name, value]) => ['--form-string', `${name}=${value}`]),
    ...['--form', `file=@${file}`, url + path],
  ]);
  const [, answer = '', status = '0'] = /^([\s\S]*)\n(\d+)$/.exec(said.toString()) ?? [];
  return refusal(Number(status), answer);
};

export const clients = { fetch: byFetch, 'node:http': byNodeHttp, curl: byCurl } as const;

export const makeSparseFile = async (path: string, bytes: number): Promise<string> => {
  const handle = await open(path, 'w');
  await handle.truncate(bytes);
  await handle.close();
  return path;
};
