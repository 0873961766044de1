/** A service of the system as an ordinary process on a free loopback port and in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemUser } from '../../../server/src/platform/postgres/embedded/unprivileged-user.fs.ts';
import { waitUntil } from '../wait-until.ts';

const STOP_TIMEOUT_MS = 10_000;

export const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
};

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** @param user who owns it, when that is not the user of this process. */
export const temporaryFolder = async (user?: SystemUser): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'senim-service-'));
  await chmod(path, 0o700);
  if (user) await chown(path, user.uid, user.gid);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};

export interface ServiceProcess extends AsyncDisposable {
  readonly pid: number;
  /** Stops it as its operator would. */
  stop(): Promise<void>;
  /** No chance to tidy up. */
  kill(): Promise<void>;
}

export interface ServiceOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly user?: SystemUser | undefined;
  /** How it is asked to stop; SIGTERM when not given. */
  readonly stopSignal?: NodeJS.Signals;
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs?: number;
}

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
};

/** Resolves when it is ready; rejects with what it said when it ends before. */
export const startService = async (options: ServiceOptions): Promise<ServiceProcess> => {
  const { program, args, folder, user, stopSignal = 'SIGTERM', isReady } = options;
  const child = spawn(program, args, { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4_000);
    });
  }
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  const answers = () => {
    if (failure) throw failure;
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${output}`);
    return isReady();
  };
  try {
    await waitUntil(`${program} is ready`, answers, options.readyTimeoutMs);
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
  return {
    pid: child.pid as number,
    stop: () => end(child, stopSignal),
    kill: () => end(child, 'SIGKILL'),
    [Symbol.asyncDispose]: () => end(child, stopSignal),
  };
};
