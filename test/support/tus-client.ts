/** The tus protocol as a client speaks it, with nothing but fetch and sockets. */
import { connect, type Socket } from 'node:net';
import type { Attachment } from '@senim/contract';

export interface TusTarget {
  readonly url: string;
  readonly token: string;
}

const base64 = (value: string): string => Buffer.from(value).toString('base64');

export const metadataHeader = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');

const headersOf = ({ token }: TusTarget, more: Record<string, string> = {}): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'tus-resumable': '1.0.0',
  ...more,
});

const BYTES = { 'content-type': 'application/offset+octet-stream' };

export const tusCreate = (
  target: TusTarget,
  length: number,
  metadata: Readonly<Record<string, string>>,
  firstBytes?: Buffer,
): Promise<Response> =>
  fetch(`${target.url}/v1/uploads`, {
    method: 'POST',
    headers: headersOf(target, {
      'upload-length': String(length),
      'upload-metadata': metadataHeader(metadata),
      ...(firstBytes ? BYTES : {}),
    }),
    ...(firstBytes ? { body: new Uint8Array(firstBytes) } : {}),
  });

export const tusAppend = (target: TusTarget, path: string, offset: number, bytes: Buffer): Promise<Response> =>
  fetch(target.url + path, {
    method: 'PATCH',
    headers: headersOf(target, { ...BYTES, 'upload-offset': String(offset) }),
    body: new Uint8Array(bytes),
  });

export const tusAsk = (target: TusTarget, method: 'HEAD' | 'DELETE' | 'GET', path: string): Promise<Response> =>
  fetch(target.url + path, { method, headers: headersOf(target) });

export const tusOffset = async (target: TusTarget, path: string): Promise<number> =>
  Number((await tusAsk(target, 'HEAD', path)).headers.get('upload-offset'));

/** A PATCH that announces all that is left, and sends only a part of it. */
export const tusStall = async (
  { url, token }: TusTarget,
  path: string,
  offset: number,
  announced: number,
  bytes: Buffer,
): Promise<Socket> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = [
    `PATCH ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Authorization: Bearer ${token}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${offset}`,
    `Content-Length: ${announced}`,
  ].join('\r\n');
  await new Promise<void>((resolve) =>
    socket.write(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]), () => resolve()),
  );
  return socket;
};

/** The whole file in one go. */
export const tusUpload = async (
  target: TusTarget,
  file: Buffer,
  metadata: Readonly<Record<string, string>>,
): Promise<Attachment> => {
  const created = await tusCreate(target, file.length, metadata);
  const path = created.headers.get('location') ?? '';
  return (await (await tusAppend(target, path, 0, file)).json()) as Attachment;
};
