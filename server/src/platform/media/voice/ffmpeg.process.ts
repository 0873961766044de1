/** Runs ffmpeg for one voice message at a time, under its limits and as nobody; and finds out whether it can be run. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';
import { ProblemError } from '#kernel/problem-error';
import { type FfmpegTools, ffmpegCommand, WAVEFORM_PIPE, WAVEFORM_RATE } from './ffmpeg-command.ts';
import type { Reencoded, VoiceEncoder } from './voice-encoder.ts';
import { writeWav } from './wav-file.ts';
import { BarGatherer, toWaveform } from './waveform.ts';

export interface FfmpegOptions {
  /** `auto` takes it when it is there, `off` never; a path has to work. */
  readonly choice: string;
  /** Whom it runs as when the server runs as root. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

export interface FoundFfmpeg {
  readonly encoder: VoiceEncoder;
  readonly path: string;
  readonly sandbox: 'bubblewrap' | 'limits';
}

/** Where a system keeps its programs; a search path of somebody's is not asked. */
const FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin'];
/** More than ten minutes can take, at the rate asked for. */
const MOST_SOUND_BYTES = 8 * 1024 * 1024;
/** Its own limit is shorter. */
const GIVE_UP_AFTER_MS = 40_000;
const SILENCE = 0.02;

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const find = (name: string): string | undefined => FOLDERS.map((folder) => join(folder, name)).find(isProgram);

/** Throws a Fault when there is too much of it. */
const collect = async (pipe: Readable): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of pipe) {
    bytes += (part as Buffer).length;
    if (bytes > MOST_SOUND_BYTES) throw new Fault('ffmpeg wrote too much');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
};

/** Bars, from 16-bit samples as they come; a sample may be cut between two parts. */
const gather = async (pipe: Readable, seconds: number): Promise<number[]> => {
  const gatherer = new BarGatherer(Math.max(1, seconds * WAVEFORM_RATE));
  let at = 0;
  let held: Buffer = Buffer.alloc(0);
  for await (const part of pipe) {
    const bytes = Buffer.concat([held, part as Buffer]);
    const whole = bytes.length & ~1;
    for (let offset = 0; offset < whole; offset += 2)
      gatherer.add(at++, 1, Math.abs(bytes.readInt16LE(offset)) / 0x8000);
    held = bytes.subarray(whole);
  }
  return at === 0 ? [] : toWaveform(gatherer.bars(), SILENCE);
};

const encodeWith =
  (tools: FfmpegTools, user: FfmpegOptions['user']): VoiceEncoder['encode'] =>
  async (file, seconds, signal) => {
    signal?.throwIfAborted();
    const [program, ...args] = ffmpegCommand(tools);
    const child = spawn(program, args, {
      env: {},
      cwd: '/',
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      // A group of its own, so that all of it can be ended at once.
      detached: true,
      ...user,
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(kill, GIVE_UP_AFTER_MS);
    signal?.addEventListener('abort', kill, { once: true });
    // It may end without reading all.
    child.stdin?.on('error', () => undefined).end(file);
    try {
      const outputs = [
        collect(child.stdout as Readable),
        gather(child.stdio[WAVEFORM_PIPE] as Readable, seconds),
      ] as const;
      const [code, sound, waveform] = await Promise.all([ended, ...outputs]);
      signal?.throwIfAborted();
      return code === 0 && sound.length > 0 && waveform.length > 0 ? { sound, waveform } : 'unreadable';
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof Fault) return 'unreadable';
      throw new ProblemError('service/unavailable', { retryAfterMs: 5_000 }, { cause });
    } finally {
      kill();
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
    }
  };

const isWorking = async (encode: VoiceEncoder['encode']): Promise<boolean> => {
  const sample = writeWav([new Int16Array(WAVEFORM_RATE / 4)], WAVEFORM_RATE, 1);
  const result: Reencoded | 'unreadable' = await encode(sample, 0.25).catch(() => 'unreadable');
  return result !== 'unreadable';
};

/** @returns undefined when there is none to use. Throws a Fault when a path was given and it does not work. */
export const findFfmpeg = async ({ choice, user }: FfmpegOptions): Promise<FoundFfmpeg | undefined> => {
  if (choice === 'off') return undefined;
  const [ffmpeg, prlimit, timeout] = [choice === 'auto' ? find('ffmpeg') : choice, find('prlimit'), find('timeout')];
  if (ffmpeg && prlimit && timeout) {
    for (const bubblewrap of [find('bwrap'), undefined]) {
      const encode = encodeWith({ ffmpeg, prlimit, timeout, bubblewrap }, user);
      if (!(await isWorking(encode))) continue;
      return { encoder: { encode }, path: ffmpeg, sandbox: bubblewrap ? 'bubblewrap' : 'limits' };
    }
  }
  if (choice === 'auto') return undefined;
  throw new Fault(`SENIM_FFMPEG: ${choice} cannot encode AAC under prlimit and timeout; mend it, or set auto or off`);
};
