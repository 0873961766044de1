/** One upload: its form, its progress, its end. Trying again is the caller's, who knows whether the person still waits. */
import { sendForm } from '#send-form';
import { clientError } from '../errors/senim-error.ts';
import { reportLater } from '../events/typed-emitter.ts';
import { type HttpClient, readAnswer, requestError } from '../http/http-client.ts';
import type { UploadOptions } from './upload-options.ts';
import type { UploadAnswer, UploadForm } from './upload-transport.ts';

export interface Upload extends UploadOptions {
  readonly path: string;
  readonly fields: UploadForm['fields'];
  readonly file: Blob;
  /** Where neither the caller nor the file gives a name. */
  readonly defaultName: string;
}

const send = async (form: UploadForm, path: string): Promise<UploadAnswer> => {
  try {
    return await sendForm(form);
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
    if (signal?.aborted) throw clientError('client/aborted', path, signal.reason);
    const sent = progressOf(upload);
    const fileName = upload.name ?? ((file as Partial<File>).name || upload.defaultName);
    const answer = await send({ address: http.address(path), token, fields, file, fileName, signal, sent }, path);
    const created = readAnswer(answer.status, answer.text, path) as Answer;
    sent(file.size);
    return created;
  });
};
