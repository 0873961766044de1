/** The real server as a process of its own, with its embedded database: to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { ADMINISTRATOR } from './people.ts';
import { waitUntil } from './wait-until.ts';

const MAIN = resolve(import.meta.dirname, '../../server/src/main.ts');

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly dataFolder: string;
  /** While it runs; else 0. */
  readonly pid: number;
  /** Everything it has written so far. */
  readonly output: () => string;
  /** Starts it and resolves when it says that it is ready, with the time that took in milliseconds. */
  start(): Promise<number>;
  /** No chance to tidy up. */
  kill(): Promise<void>;
  /** Resolves with the exit code. */
  terminate(): Promise<number | null>;
}

export const serverProcess = async (settings: Record<string, string> = {}): Promise<ServerProcess> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'senim-test-'));
  await chmod(dataFolder, 0o711);
  const port = await freePort();
  let child: ChildProcess | undefined;
  let output = '';

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  };

  const start = async (): Promise<number> => {
    const begun = performance.now();
    const seen = output.length;
    child = spawn(process.execPath, ['--conditions=@senim/source', MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        SENIM_DATA_DIR: dataFolder,
        SENIM_ADMIN_EMAIL: ADMINISTRATOR.email,
        SENIM_ADMIN_PASSWORD: ADMINISTRATOR.password,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    await waitUntil(
      'the server is ready',
      () => {
        if (child?.exitCode !== null) throw new Error(`the server ended: ${output.slice(-2_000)}`);
        return output.slice(seen).includes('Senim is ready');
      },
      60_000,
    );
    return performance.now() - begun;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    dataFolder,
    get pid() {
      return child?.pid ?? 0;
    },
    output: () => output,
    start,
    kill: async () => {
      await end('SIGKILL');
    },
    terminate: () => end('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      // A killed server's database is adopted once more, so that it is stopped in order.
      if (child?.signalCode === 'SIGKILL') await start().catch(() => undefined);
      await end('SIGTERM');
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
