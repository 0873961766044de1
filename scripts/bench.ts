/**
 * `npm run bench`: measures against baselines in the same run, and prints a table.
 *
 *   npm run bench -- relay memory   some benchmarks
 *   npm run bench -- --quick        short, to see that they work
 *   npm run bench -- --write        keeps the table in docs/benchmarks.md
 */
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Benchmark, type BenchmarkRow, isReached } from '../test/bench/benchmark.ts';
import { pageBy, table } from './documents/markdown.ts';

const ROOT = resolve(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});

const findBenchmarks = async (): Promise<Benchmark[]> => {
  const files = globSync('test/bench/*.bench.ts', { cwd: ROOT }).sort();
  const modules: { benchmark: Benchmark }[] = await Promise.all(files.map((file) => import(resolve(ROOT, file))));
  const found = modules.map(({ benchmark }) => benchmark);
  const unknown = positionals.filter((name) => !found.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `there is no benchmark ${unknown.join(', ')}; there are ${found.map(({ name }) => name).join(', ')}`,
    );
  }
  return found.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
};

const cellsOf = (row: BenchmarkRow): string[] => [
  row.what,
  row.baseline,
  row.measured,
  row.ratio.toFixed(2),
  'atLeast' in row.reach ? `≥ ${row.reach.atLeast}` : `≤ ${row.reach.atMost}`,
  isReached(row) ? 'yes' : 'no',
];

const rows: BenchmarkRow[] = [];
for (const { name, run } of await findBenchmarks()) {
  console.log(`\n── ${name}`);
  rows.push(...(await run({ isQuick: values.quick, log: (line) => console.log(`   ${line}`) })));
}

const result = table(['What', 'Baseline', 'Measured', 'Ratio', 'Reach', 'Reached'], rows.map(cellsOf));
console.log(`\n${result}`);

if (values.write) {
  const [processor] = cpus();
  const machine =
    `Measured on ${cpus().length} cores (${processor?.model.trim()}), Node.js ${process.versions.node}; ` +
    'the load generator, the server and its PostgreSQL share them. Each ratio compares with a baseline that ran in the same ' +
    'run on the same machine; where there are several rounds, the median.';
  await writeFile(
    resolve(ROOT, 'docs/benchmarks.md'),
    pageBy('npm run bench -- --write', 'Benchmarks', machine, result),
  );
  console.log('\ndocs/benchmarks.md written');
}
