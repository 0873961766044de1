/** Looks into a Node.js process through its inspector: collects garbage, then asks how much memory is left in use. */
import { waitUntil } from '../../support/wait-until.ts';

export interface MemoryUse {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

interface InspectorAnswer {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: string } };
}

/** What a process needs in its environment to be looked into. */
export const inspectable = (port: number): Record<string, string> => ({
  NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
});

const findEndpoint = async (port: number): Promise<string> => {
  let endpoint: string | undefined;
  await waitUntil('the inspector answers', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined);
    const [target] = response ? ((await response.json()) as { webSocketDebuggerUrl: string }[]) : [];
    endpoint = target?.webSocketDebuggerUrl;
    return endpoint !== undefined;
  });
  return endpoint as string;
};

const ask = (socket: WebSocket, id: number, method: string, params: object = {}): Promise<InspectorAnswer> =>
  new Promise((resolve, reject) => {
    const onMessage = ({ data }: MessageEvent): void => {
      const answer: InspectorAnswer = JSON.parse(String(data));
      if (answer.id !== id) return;
      socket.removeEventListener('message', onMessage);
      resolve(answer);
    };
    socket.addEventListener('message', onMessage);
    socket.addEventListener('error', () => reject(new Error('the inspector hung up')), { once: true });
    socket.send(JSON.stringify({ id, method, params }));
  });

export const memoryAfterCollection = async (port: number): Promise<MemoryUse> => {
  const socket = new WebSocket(await findEndpoint(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  try {
    for (const id of [1, 2]) await ask(socket, id, 'HeapProfiler.collectGarbage');
    const expression = 'JSON.stringify(process.memoryUsage())';
    const { result } = await ask(socket, 3, 'Runtime.evaluate', { expression, returnByValue: true });
    return JSON.parse(result?.result?.value ?? '{}') as MemoryUse;
  } finally {
    socket.close();
  }
};
