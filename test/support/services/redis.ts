/** A real Redis of one's own on a free loopback port, in a folder that goes with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../free-port.ts';
import { waitUntil } from '../wait-until.ts';

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** Stops answering, without closing anything: a frozen machine. */
  freeze(): void;
  thaw(): void;
}

/** Call `requireTool(this, 'redis-server')` first. */
export const testRedis = async (): Promise<TestRedis> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-test-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: null });
  probe.on('error', () => undefined);
  await waitUntil('redis answers', async () => (await probe.ping()) === 'PONG');
  probe.disconnect();
  return {
    url,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
