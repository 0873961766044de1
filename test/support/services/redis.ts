/** A real Redis of one's own: `await using redis = await testRedis()`. */
import { Redis } from 'ioredis';
import { requireProgram } from '../../../scripts/services/programs.ts';
import { freePort, type ServiceProcess, startService, temporaryFolder } from './service-process.ts';

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** Stops it; what it held is gone, as after a crash. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** It keeps its connections and answers nothing, as when its machine hangs. */
  freeze(): void;
  thaw(): void;
}

const answersPing = async (url: string): Promise<boolean> => {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
};

export const testRedis = async (): Promise<TestRedis> => {
  const program = requireProgram('redis');
  const folder = await temporaryFolder();
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let service: ServiceProcess | undefined;

  const start = async (): Promise<void> => {
    const settings = [
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--dir',
      folder.path,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    service = await startService({ program, args: settings, folder: folder.path, isReady: () => answersPing(url) });
  };
  await start();
  const signal = (name: NodeJS.Signals): void => {
    if (service) process.kill(service.pid, name);
  };

  return {
    url,
    start,
    stop: async () => service?.kill(),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      // A frozen process does not hear that it should stop.
      await service?.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
};
