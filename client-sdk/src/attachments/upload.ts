/** One upload: its form, its progress, its end. Trying again is the caller's, who knows whether the person still waits. */
import { SenimError } from '../errors/senim-error.ts';
import { reportLater } from '../events/typed-emitter.ts';
import { type HttpClient, readAnswer, requestError } from '../http/http-client.ts';
import { sendFormByXhr } from './send-form.browser.ts';
import { sendFormByFetch } from './send-form.ts';
import type { UploadOptions } from './upload-options.ts';
import type { UploadAnswer, UploadForm } from './upload-transport.ts';

export interface Upload extends UploadOptions {
  readonly path: string;
  readonly fields: UploadForm['fields'];
  readonly file: Blob;
  /** Where neither the caller nor the file gives a name. */
  readonly defaultName: string;
}

const nameOf = ({ name, file, defaultName }: Upload): string =>
  name ?? ('name' in file && typeof file.name === 'string' && file.name !== '' ? file.name : defaultName);

const send = async (form: UploadForm, path: string): Promise<UploadAnswer> => {
  try {
    return await (typeof XMLHttpRequest === 'undefined' ? sendFormByFetch : sendFormByXhr)(form);
  } catch (cause) {
    throw requestError(cause, path, form.signal);
  }
};

/** Tells only of advances; a listener that throws does not end the upload. */
const progressOf = ({ onProgress, file }: Upload): ((sentBytes: number) => void) => {
  const totalBytes = file.size;
  let told = -1;
  return (sentBytes) => {
    if (!onProgress || sentBytes <= told) return;
    told = sentBytes;
    try {
      onProgress({ sentBytes, totalBytes, fraction: totalBytes === 0 ? 1 : sentBytes / totalBytes });
    } catch (error) {
      reportLater(error);
    }
  };
};

/** Rejects with the server's problem, `network/unreachable` or `client/aborted`. */
export const upload = <Answer>(http: HttpClient, upload: Upload): Promise<Answer> => {
  const { path, fields, file, signal } = upload;
  return http.authorised(async (token) => {
    if (signal?.aborted) {
      throw new SenimError('client/aborted', 'unable to upload; it was aborted', { cause: signal.reason });
    }
    const sent = progressOf(upload);
    const fileName = nameOf(upload);
    const answer = await send({ address: http.address(path), token, fields, file, fileName, signal, sent }, path);
    const created = readAnswer(answer.status, answer.text, path) as Answer;
    sent(file.size);
    return created;
  });
};
