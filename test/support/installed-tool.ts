/** Runs a program of the system as an independent judge; without it the test is skipped, but never in CI. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const find = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** Call in a hook or a test. Skips it with a clear line when the program is not installed; fails when CI is set. */
export const requireTool = (context: Mocha.Context, name: string): void => {
  if (find(name)) return;
  if (process.env['CI']) throw new Error(`“${name}” has to be installed in CI`);
  console.warn(`      skipped: “${name}” is not installed`);
  context.skip();
};

/** Its standard output; rejects with its standard error when it fails. */
export const runTool = (name: string, args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => output.push(part));
    child.stderr.on('data', (part: Buffer) => errors.push(part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(`${name} failed (${code}): ${Buffer.concat(errors).toString()}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
