/** Sends bytes with XMLHttpRequest: the only way a browser tells how far an upload is. */
import type { SendBytes } from './bytes-transport.ts';

export const sendBytes: SendBytes = ({ method, address, headers, body, signal, sent }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.onloadend = () => signal.removeEventListener('abort', abort);
    request.onload = () =>
      resolve({
        status: request.status,
        text: request.responseText,
        header: (name) => request.getResponseHeader(name),
      });
    request.onerror = () => reject();
    request.onabort = () => reject(signal.reason);
    // A listener makes a request to another origin ask first: only where there is something to tell.
    if (body) request.upload.onprogress = ({ loaded }) => sent(loaded);
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(body ?? null);
  });
