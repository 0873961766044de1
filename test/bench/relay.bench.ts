/** A durable, guarded, sealed message against a message that is only passed on. */
import { type Benchmark, type BenchmarkOptions, median } from './benchmark.ts';
import type { TargetName } from './load/load-generator.process.ts';
import type { LoadPlan, LoadResult } from './load/measure-load.ts';
import { startLoadGenerator, startServer } from './load/servers.ts';

const PAIRS = 40;
const IN_FLIGHT = 16;

interface Round {
  readonly top: LoadResult;
  /** At half of Senim's own top rate. */
  readonly half: LoadResult;
}

const measureRound = async (
  target: TargetName,
  halfRate: number | undefined,
  times: Omit<LoadPlan, 'load'>,
): Promise<Round> => {
  await using server = await startServer(target);
  await using generator = startLoadGenerator();
  await generator.ask({ kind: 'connect-pairs', target, url: server.url, count: PAIRS });
  const measure = (load: LoadPlan['load']) => generator.ask<LoadResult>({ kind: 'measure', plan: { load, ...times } });
  const top = await measure({ inFlight: IN_FLIGHT });
  return { top, half: await measure({ perSecond: halfRate ?? Math.round(top.perSecond / 2) }) };
};

const line = (target: string, { top, half }: Round): string =>
  `${target}: ${Math.round(top.perSecond)}/s, p50 ${top.p50.toFixed(1)} ms, p99 ${top.p99.toFixed(1)} ms; ` +
  `at half ${Math.round(half.perSecond)}/s: p50 ${half.p50.toFixed(1)} ms, p99 ${half.p99.toFixed(1)} ms`;

const run = async ({ isQuick, log }: BenchmarkOptions) => {
  const times = isQuick ? { warmUpSeconds: 1, seconds: 2 } : { warmUpSeconds: 3, seconds: 10 };
  const rounds: { bare: Round; senim: Round }[] = [];
  // Alternately, so that whatever else the machine does befalls both.
  for (let round = 0; round < (isQuick ? 1 : 5); round++) {
    const senim = await measureRound('senim', undefined, times);
    const bare = await measureRound('bare', Math.round(senim.top.perSecond / 2), times);
    log(line('bare ', bare));
    log(line('senim', senim));
    rounds.push({ bare, senim });
  }
  const of = (target: TargetName, pick: (round: Round) => number): number =>
    median(rounds.map((round) => pick(round[target])));
  const ratioOf = (pick: (round: Round) => number): number =>
    median(rounds.map(({ bare, senim }) => pick(senim) / pick(bare)));
  const perSecond = (target: TargetName): string =>
    `${Math.round(of(target, ({ top }) => top.perSecond)).toLocaleString('en')} messages/s`;
  const p99 = (target: TargetName): string => `p99 ${of(target, ({ half }) => half.p99).toFixed(1)} ms`;
  return [
    {
      what: 'Durable, guarded, sealed relay against bare Socket.IO that stores nothing',
      baseline: perSecond('bare'),
      measured: perSecond('senim'),
      ratio: ratioOf(({ top }) => top.perSecond),
      reach: { atLeast: 0.6 },
    },
    {
      what: 'Its p99 at half of our top rate, against that of bare Socket.IO at the same rate',
      baseline: p99('bare'),
      measured: p99('senim'),
      ratio: ratioOf(({ half }) => half.p99),
      reach: { atMost: 3 },
    },
  ];
};

export const benchmark: Benchmark = { name: 'relay', run };
