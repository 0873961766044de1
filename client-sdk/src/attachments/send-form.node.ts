/** Sends a form with fetch as a stream, counting bytes as they leave. */
import type { SendForm, UploadForm } from './upload-transport.ts';

/** As browsers write it: a quote or a line break cannot end the name. */
const quoted = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const headOf = ({ fields, file, fileName }: UploadForm, boundary: string): string => {
  const part = (name: string, rest: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}`;
  return [
    ...fields.map(([name, value]) => part(name, `\r\n\r\n${value}\r\n`)),
    part(
      'file',
      `; filename="${quoted(fileName)}"\r\nContent-Type: ${file.type || 'application/octet-stream'}\r\n\r\n`,
    ),
  ].join('');
};

async function* partsOf(form: UploadForm, boundary: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(headOf(form, boundary));
  let sentBytes = 0;
  for await (const chunk of form.file.stream() as unknown as AsyncIterable<Uint8Array>) {
    yield chunk;
    sentBytes += chunk.byteLength;
    form.sent(sentBytes);
  }
  yield encoder.encode(`\r\n--${boundary}--\r\n`);
}

const streamOf = (parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });

export const sendForm: SendForm = async (form) => {
  const boundary = `----senim-${crypto.randomUUID()}`;
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(form.token === undefined ? {} : { authorization: `Bearer ${form.token}` }),
    },
    body: streamOf(partsOf(form, boundary)),
    duplex: 'half',
    signal: form.signal ?? null,
  };
  const response = await fetch(form.address, init);
  return { status: response.status, text: await response.text() };
};
