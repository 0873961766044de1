/** Sends bytes with fetch as a stream, counting them as they leave. */
import type { BytesRequest, SendBytes } from './bytes-transport.ts';

async function* counted({ sent }: BytesRequest, body: Blob): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of body.stream() as unknown as AsyncIterable<Uint8Array>) {
    yield chunk;
    sentBytes += chunk.byteLength;
    sent(sentBytes);
  }
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

export const sendBytes: SendBytes = async (request) => {
  const { method, address, headers, body, signal } = request;
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers,
    body: body ? streamOf(counted(request, body)) : null,
    duplex: 'half',
    signal,
  };
  const response = await fetch(address, init);
  return { status: response.status, text: await response.text(), header: (name) => response.headers.get(name) };
};
