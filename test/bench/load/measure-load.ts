/** Sends messages and times each until it is both acknowledged and received. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../benchmark.ts';
import type { Pair } from './pair.ts';

export interface LoadPlan {
  /** Closed loop: so many messages of each pair are always under way. Or open loop: so many a second in all, evenly. */
  readonly load: { readonly inFlight: number } | { readonly perSecond: number };
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const TEXT =
  'A message of one hundred characters, as people write them when they ask for help with an order. 123456'.slice(
    0,
    100,
  );
const DRAIN_SECONDS = 30;

/** @param onDone called when it has been acknowledged and received, with the time since `since`. */
type SendOne = (pair: Pair, since: number, onDone: (milliseconds: number) => void) => void;

const prepare = (pairs: readonly Pair[]): { sendOne: SendOne; underWay: () => number } => {
  const open = new Map<string, () => void>();
  for (const pair of pairs) pair.onReceived((id) => open.get(id)?.());
  const sendOne: SendOne = (pair, since, onDone) => {
    const id = randomUUID();
    let missing = 2;
    const step = (): void => {
      missing -= 1;
      if (missing > 0) return;
      open.delete(id);
      onDone(performance.now() - since);
    };
    open.set(id, step);
    pair.send(id, TEXT, step);
  };
  return { sendOne, underWay: () => open.size };
};

const keepInFlight = (
  pairs: readonly Pair[],
  inFlight: number,
  sendOne: SendOne,
  isOver: () => boolean,
  record: (ms: number) => void,
): void => {
  const next = (pair: Pair): void => {
    if (isOver()) return;
    sendOne(pair, performance.now(), (milliseconds) => {
      record(milliseconds);
      next(pair);
    });
  };
  for (const pair of pairs) for (let count = 0; count < inFlight; count++) next(pair);
};

/** Late sends count from the moment they were due, so that a stall of the server is not hidden. */
const keepPace = async (
  pairs: readonly Pair[],
  perSecond: number,
  sendOne: SendOne,
  isOver: () => boolean,
  record: (ms: number) => void,
): Promise<void> => {
  const start = performance.now();
  for (let sent = 0; !isOver(); await sleep(1)) {
    const due = Math.floor(((performance.now() - start) / 1_000) * perSecond);
    for (; sent < due; sent++) sendOne(pairs[sent % pairs.length] as Pair, start + (sent / perSecond) * 1_000, record);
  }
};

export const measureLoad = async (pairs: readonly Pair[], plan: LoadPlan): Promise<LoadResult> => {
  const { sendOne, underWay } = prepare(pairs);
  const from = performance.now() + plan.warmUpSeconds * 1_000;
  const until = from + plan.seconds * 1_000;
  const latencies: number[] = [];
  const isOver = (): boolean => performance.now() >= until;
  const record = (milliseconds: number): void => {
    const now = performance.now();
    if (now >= from && now < until) latencies.push(milliseconds);
  };

  if ('inFlight' in plan.load) keepInFlight(pairs, plan.load.inFlight, sendOne, isOver, record);
  else await keepPace(pairs, plan.load.perSecond, sendOne, isOver, record);
  await sleep(Math.max(0, until - performance.now()));
  for (let tries = 0; underWay() > 0; tries++) {
    if (tries > DRAIN_SECONDS * 100) throw new Error(`${underWay()} messages were never acknowledged and received`);
    await sleep(10);
  }
  return { perSecond: latencies.length / plan.seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
};
