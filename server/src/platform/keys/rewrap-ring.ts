/** Wraps everything of a ring that is under other keys under the one that wraps now, in batches, while everything goes on. */
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import { rewrapHeader } from '../sealing/payload-header.ts';
import { isUnavailable, type KeyProvider, providerOf } from './key-provider.ts';

export interface WrappedEntry {
  readonly id: string;
  /** A wrapped key, or the header that holds one. */
  readonly sealed: Buffer;
}

/** What is wrapped, of one kind. */
export interface WrappedTable {
  readonly kind: 'data-key' | 'header';
  readonly contextOf: (id: string) => string;
  /** A page of what is wrapped under a key, in the order of ids. */
  page(keyId: string, afterId: string, limit: number): Promise<WrappedEntry[]>;
  count(keyId: string): Promise<number>;
  /** Replaces those that are still as they were read. @returns how many. */
  replace(keyId: string, changes: readonly { id: string; from: Buffer; to: Buffer }[]): Promise<number>;
}

export interface Rewrapping {
  readonly tables: readonly WrappedTable[];
  readonly providers: readonly KeyProvider[];
  readonly former: readonly string[];
  readonly to: string;
  readonly onProgress: (rewrapped: number) => void;
}

export interface RewrapResult {
  readonly rewrapped: number;
  /** Ids of what does not open, and so cannot be wrapped anew: damaged before. */
  readonly unreadable: readonly string[];
}

export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const BATCH = 200;
/** Of a batch, at once: a keeper of keys is asked for each. */
const AT_ONCE = 8;
/** What is stored under a former key meanwhile, by whoever took it a moment before, comes with the next pass. */
const MOST_PASSES = 20;
const MOST_NAMED = 100;

/** A key ring of one key. */
export const ringOf = (provider: KeyProvider, keyId: string): KeyRing => ({
  wrap: async (key, context) => ({ wrapped: await provider.wrap(keyId, key, context), keyId }),
  unwrap: ({ wrapped }, context) => provider.unwrap(keyId, wrapped, context),
});

/** Under the new key, and opened once more: what cannot be read again is never stored. */
const rewrapOne = async (
  { kind, contextOf }: WrappedTable,
  { id, sealed }: WrappedEntry,
  keyId: string,
  { providers, to: target }: Rewrapping,
): Promise<Buffer> => {
  const context = contextOf(id);
  const [before, after] = [providerOf(providers, keyId), providerOf(providers, target)];
  const [from, to] = [ringOf(before, keyId), ringOf(after, target)];
  if (kind === 'header') {
    const { header } = await rewrapHeader({ header: sealed, keyId }, { from, to, context });
    await rewrapHeader({ header, keyId: target }, { from: to, to, context });
    return header;
  }
  if (before === after && before.rewrap) {
    const wrapped = await before.rewrap({ from: keyId, to: target }, sealed, context);
    await after.unwrap(target, wrapped, context);
    return wrapped;
  }
  const key = await before.unwrap(keyId, sealed, context);
  const wrapped = await after.wrap(target, key, context);
  if (!key.equals(await after.unwrap(target, wrapped, context))) throw new Fault('a key does not come back as it was');
  return wrapped;
};

const rewrapBatch = async (table: WrappedTable, entries: readonly WrappedEntry[], keyId: string, plan: Rewrapping) => {
  const changes: { id: string; from: Buffer; to: Buffer }[] = [];
  const unreadable: string[] = [];
  const queue = entries.values();
  const worker = async (): Promise<void> => {
    for (const entry of queue) {
      try {
        changes.push({ id: entry.id, from: entry.sealed, to: await rewrapOne(table, entry, keyId, plan) });
      } catch (error) {
        if (isUnavailable(error)) throw error;
        unreadable.push(table.contextOf(entry.id));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const rewrapped = changes.length === 0 ? 0 : await table.replace(plan.to, changes);
  return { rewrapped, unreadable };
};

/** One walk over everything that is under former keys. */
const pass = async (plan: Rewrapping, onBatch: (rewrapped: number) => void): Promise<string[]> => {
  const unreadable: string[] = [];
  for (const table of plan.tables) {
    for (const keyId of plan.former) {
      for (let after = FIRST_ID; ; ) {
        const entries = await table.page(keyId, after, BATCH);
        const last = entries.at(-1);
        if (!last) break;
        after = last.id;
        const batch = await rewrapBatch(table, entries, keyId, plan);
        unreadable.push(...batch.unreadable);
        onBatch(batch.rewrapped);
      }
    }
  }
  return unreadable;
};

export const countUnder = async (tables: readonly WrappedTable[], keyIds: readonly string[]): Promise<number> => {
  let count = 0;
  for (const table of tables) for (const keyId of keyIds) count += await table.count(keyId);
  return count;
};

/** Throws `service/unavailable` when a keeper of keys is down; what was rewrapped until then stays. */
export const rewrapRing = async (plan: Rewrapping): Promise<RewrapResult> => {
  let rewrapped = 0;
  let unreadable: string[] = [];
  for (let passes = 0; passes < MOST_PASSES; passes++) {
    unreadable = await pass(plan, (count) => {
      rewrapped += count;
      plan.onProgress(rewrapped);
    });
    if ((await countUnder(plan.tables, plan.former)) === unreadable.length) break;
  }
  return { rewrapped, unreadable: unreadable.slice(0, MOST_NAMED) };
};
