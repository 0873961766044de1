/** How much memory a process and the processes that it started have, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const statusOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It has ended.
    return undefined;
  }
};

const numberIn = (status: string | undefined, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status ?? '')?.[1] ?? 0);

/** Resident bytes. */
export const residentOf = (pid: number): number => numberIn(statusOf(pid), 'VmRSS') * 1_024;

/** Those whose command line has a word in it. */
export const childrenOf = (parent: number, word: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && numberIn(statusOf(pid), 'PPid') === parent)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false;
      }
    });

/** The highest that a measure reaches while something is done. */
export const peakDuring = async (measure: () => number, work: Promise<unknown>): Promise<number> => {
  const ended = new AbortController();
  const watch = async (): Promise<number> => {
    let peak = measure();
    while (!ended.signal.aborted) {
      await sleep(50);
      peak = Math.max(peak, measure());
    }
    return peak;
  };
  const watching = watch();
  try {
    await work;
  } finally {
    ended.abort();
  }
  return watching;
};
