/**
 * `npm test`: runs every suite and ends with one line, `N passed, N failed`.
 *
 *   npm test -- unit e2e                    some suites
 *   npm test -- test/unit/server/…test.ts   some files
 *   npm test -- unit -g 'message:send'      anything with a dash goes to mocha
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSuite, type Tally } from './run-suite.ts';
import { installPrograms } from './services/install-programs.ts';
import { type Suite, suiteOf, suites } from './suites.ts';

const ROOT = resolve(import.meta.dirname, '..');
const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false';

interface Wish {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly options: readonly string[];
}

const readWish = (args: readonly string[]): Wish => {
  const firstOption = args.findIndex((argument) => argument.startsWith('-'));
  const [plain, options] = firstOption < 0 ? [args, []] : [args.slice(0, firstOption), args.slice(firstOption)];
  const names = plain.filter((argument) => !argument.includes('/'));
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  return { names, files: plain.filter((argument) => argument.includes('/')), options };
};

const filesOf = (suite: Suite, { names, files }: Wish): string[] => {
  const isWhole = names.includes(suite.name) || files.length + names.length === 0;
  const found = isWhole ? globSync(`${suite.folder}/**/*.test.ts`, { cwd: ROOT }).sort() : files;
  return found.filter((file) => suiteOf(file) === suite);
};

const runOne = async (suite: Suite, files: readonly string[], options: readonly string[]): Promise<Tally> => {
  console.log(`\n── ${suite.name} ${'─'.repeat(70 - suite.name.length)}`);
  const missing = installPrograms(suite.programs);
  const begunAt = Date.now();
  const tally = await runSuite(suite, files, options);
  if (missing.length > 0 && isCi) {
    console.error(`The suite ${suite.name} cannot run whole without ${missing.join(', ')}: that is a failure in CI.`);
    tally.failed += 1;
  }
  const seconds = Math.round((Date.now() - begunAt) / 1_000);
  console.log(`   ${suite.name}: ${tally.passed} of ${tally.passed + tally.failed} passed in ${seconds} s`);
  return tally;
};

const wish = readWish(process.argv.slice(2));
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  const files = filesOf(suite, wish);
  if (files.length === 0) continue;
  const tally = await runOne(suite, files, wish.options);
  for (const outcome of ['passed', 'failed', 'skipped'] as const) total[outcome] += tally[outcome];
}
if (total.passed + total.failed === 0) {
  console.error('No test was run.');
  process.exitCode = 1;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
if (total.failed > 0) process.exitCode = 1;
