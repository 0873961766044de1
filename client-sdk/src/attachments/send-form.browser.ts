/** Sends a form with XMLHttpRequest: the only way a browser tells how far an upload is. */
import type { SendForm, UploadForm } from './upload-transport.ts';

const toFormData = ({ fields, file, fileName }: UploadForm): FormData => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  data.append('file', file, fileName);
  return data;
};

export const sendForm: SendForm = (form) =>
  new Promise((resolve, reject) => {
    const { signal } = form;
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal?.addEventListener('abort', abort, { once: true });
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject();
    request.onabort = () => reject(signal?.reason);
    // The form is a little longer than its file.
    request.upload.onprogress = ({ loaded }) => form.sent(Math.min(loaded, form.file.size));
    request.open('POST', form.address);
    if (form.token !== undefined) request.setRequestHeader('authorization', `Bearer ${form.token}`);
    request.send(toFormData(form));
  });
