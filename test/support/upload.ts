/** One multipart upload and one download, as any client would make them. */
import type { Answer } from './http-call.ts';

export interface UploadResult {
  readonly status: number;
  readonly answer: Answer;
}

/** @param fields text fields, sent before the file as the documentation asks. */
export const upload = async (
  url: string,
  path: string,
  token: string,
  fields: Record<string, string>,
  file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string; readonly type?: string },
): Promise<UploadResult> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([file.bytes], { type: file.type ?? 'application/octet-stream' }), file.name);
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: response.status, answer: await response.json() };
};

export const download = async (url: string, path: string, token: string): Promise<Response> =>
  fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
