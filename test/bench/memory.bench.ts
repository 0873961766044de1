/** What an idle connection costs: in Senim, where it is authenticated and in a conversation, and in bare Socket.IO. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/services/service-process.ts';
import { type Benchmark, type BenchmarkOptions, median } from './benchmark.ts';
import { inspectable, memoryAfterCollection } from './load/inspected-process.ts';
import type { TargetName } from './load/load-generator.process.ts';
import { startLoadGenerator, startServer } from './load/servers.ts';

/** The first ones warm caches up and are not counted. */
const FIRST = 200;
const SETTLE_MS = 2_000;

interface PerConnection {
  /** Bytes that are in use after garbage collection. */
  readonly used: number;
  /** Bytes that the system has given to the process. */
  readonly resident: number;
}

const measureConnections = async (target: TargetName, count: number): Promise<PerConnection> => {
  const port = await freePort();
  await using server = await startServer(target, inspectable(port));
  await using generator = startLoadGenerator();
  const connect = async (connections: number) => {
    await generator.ask({ kind: 'connect-idle', target, url: server.url, count: connections });
    await sleep(SETTLE_MS);
    return memoryAfterCollection(port);
  };
  const before = await connect(FIRST);
  const after = await connect(count);
  return {
    used: (after.heapUsed + after.external - before.heapUsed - before.external) / count,
    resident: (after.rss - before.rss) / count,
  };
};

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;

const run = async ({ isQuick, log }: BenchmarkOptions) => {
  const count = isQuick ? 300 : 2_000;
  const rounds: Record<TargetName, PerConnection>[] = [];
  for (let round = 0; round < (isQuick ? 1 : 3); round++) {
    const bare = await measureConnections('bare', count);
    const senim = await measureConnections('senim', count);
    log(`bare : ${kilobytes(bare.used)} in use, ${kilobytes(bare.resident)} resident`);
    log(`senim: ${kilobytes(senim.used)} in use, ${kilobytes(senim.resident)} resident`);
    rounds.push({ bare, senim });
  }
  const row = (what: string, pick: (memory: PerConnection) => number) => ({
    what,
    baseline: kilobytes(median(rounds.map(({ bare }) => pick(bare)))),
    measured: kilobytes(median(rounds.map(({ senim }) => pick(senim)))),
    ratio: median(rounds.map(({ bare, senim }) => pick(senim) / pick(bare))),
    reach: { atMost: 1.3 },
  });
  return [
    row(`Memory in use for each idle connection, of ${count.toLocaleString('en')}`, ({ used }) => used),
    row(`Resident memory for each idle connection, of ${count.toLocaleString('en')}`, ({ resident }) => resident),
  ];
};

export const benchmark: Benchmark = { name: 'memory', run };
