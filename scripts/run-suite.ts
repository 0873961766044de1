/** Runs one suite with mocha in a process of its own and counts what it did. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestResult } from '../test/support/reporter.ts';
import type { Suite } from './suites.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
/** What a run that is told to stop has to tidy up. */
const GRACE_MS = 15_000;

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
};

/** @returns the exit code; undefined when it had to be ended. */
const runMocha = (args: readonly string[], resultsFile: string, budgetMinutes: number): Promise<number | undefined> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [MOCHA, '--reporter', './test/support/reporter.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, SENIM_TEST_RESULTS: resultsFile },
      stdio: 'inherit',
      // A group of its own, so that whatever it has started ends with it.
      detached: true,
    });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      console.error(`\nThis suite has ${budgetMinutes} minutes and did not end: it is stopped.`);
      signalGroup(child, 'SIGTERM');
      setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS).unref();
    }, budgetMinutes * 60_000);
    const pass = (signal: NodeJS.Signals) => signalGroup(child, signal);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
    child.on('error', fail);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, pass);
      done(isLate || signal !== null ? undefined : (code ?? undefined));
    });
  });

const countResults = (file: string): Tally => {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line !== '') tally[(JSON.parse(line) as TestResult).outcome] += 1;
  }
  return tally;
};

/** @param options for mocha, such as `-g text`. A run that breaks off counts as one failure more. */
export const runSuite = async (suite: Suite, files: readonly string[], options: readonly string[]): Promise<Tally> => {
  const folder = mkdtempSync(join(tmpdir(), 'senim-results-'));
  const resultsFile = join(folder, 'results.jsonl');
  writeFileSync(resultsFile, '');
  try {
    const parallel = suite.isParallel ? ['--parallel', '--jobs', '2'] : [];
    const code = await runMocha([...parallel, ...options, ...files], resultsFile, suite.budgetMinutes);
    const tally = countResults(resultsFile);
    if (code !== 0 && tally.failed === 0) {
      console.error(`The suite ${suite.name} broke off${code === undefined ? '' : ` with exit code ${code}`}.`);
      tally.failed += 1;
    }
    return tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
