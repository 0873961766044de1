/** A new key-encryption key for a ring, and the end of the old ones: resumable, one at a time, while every node goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel/fault';
import type { Database } from '#platform/postgres/database.postgres';
import { type KeyProvider, providerOf, type RingName } from './key-provider.ts';
import { probeOf } from './key-rings.postgres.ts';
import { countUnder, type RewrapResult, rewrapRing } from './rewrap-ring.ts';
import { wrappedTables } from './wrapped-keys.postgres.ts';
import {
  addKey,
  type KeyNode,
  type ListedKey,
  listKeys,
  listNodes,
  strikeKey,
  switchKey,
} from './wrapping-keys.postgres.ts';

export interface RotationDeps {
  readonly database: Database;
  readonly ring: RingName;
  /** The first makes or names the new key. */
  readonly providers: readonly KeyProvider[];
  /** A sentence for the operator. */
  readonly say: (sentence: string) => void;
  /** How long nodes are waited for. */
  readonly patienceMs?: number;
}

export interface Rotation extends RewrapResult {
  readonly keyId: string;
  /** Nothing needs them any more, but backups of before. */
  readonly retirable: readonly string[];
}

/** Any constant will do; it only has to be the same on all nodes. */
const LOCK_KEY = 7_365_024;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** Rotations wait for nobody: a second one is told so. The lock goes with its connection, if the process dies. */
export const oneRotation = async <Result>({ pool }: Database, run: () => Promise<Result>): Promise<Result> => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as locked', [LOCK_KEY]);
    if (!rows[0].locked) throw new Fault('keys are being rotated already; wait until that has ended');
    return await run();
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release();
  }
};

const keysOf = async ({ database, ring }: RotationDeps) => {
  const keys = (await listKeys(database)).filter((key) => key.ring === ring);
  const inState = (state: ListedKey['state']) => keys.filter((key) => key.state === state).map(({ id }) => id);
  return { announced: inState('announced')[0], wrapping: inState('wrapping')[0], former: inState('former') };
};

/** @param lacks what a node is still waited for. */
const allNodes = async (
  { database, patienceMs = PATIENCE_MS }: RotationDeps,
  isReady: (node: KeyNode) => boolean,
  complaint: (node: KeyNode) => string,
): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const late = (await listNodes(database)).find((node) => !isReady(node));
    if (!late) return;
    if (performance.now() > deadline) throw new Fault(complaint(late));
    await sleep(LOOK_EVERY_MS);
  }
};

/** @returns the key that new keys are wrapped under from now on. */
const renew = async (deps: RotationDeps): Promise<string> => {
  const { database, ring, providers, say } = deps;
  const [provider] = providers;
  if (!provider) throw new Fault(`the ${ring} key ring has no provider`);
  const { announced, wrapping } = await keysOf(deps);
  const keyId = announced ?? (await provider.newest(ring, true));
  if (keyId === wrapping) {
    say(`${ring}: ${keyId} is the newest key already; make a new one in the keeper of keys first`);
    return keyId;
  }
  if (!announced) {
    const probe = await probeOf(providerOf(providers, keyId), keyId);
    const isNew = await addKey(database, { id: keyId, ring, state: 'announced', probe });
    if (!isNew) throw new Fault(`the key ${keyId} was used before, and is not retired; name another one`);
  }
  say(`${ring}: ${announced ? 'goes on with' : 'a new key'} ${keyId}`);
  await allNodes(
    deps,
    (node) => node.held.includes(keyId),
    (node) => `node ${node.id} has not got the key ${keyId}; copy its file to that node, and run this again`,
  );
  await switchKey(database, ring);
  return keyId;
};

/** A rotation that broke off goes on where it was. */
export const rotateRing = async (deps: RotationDeps): Promise<Rotation> => {
  const { database, ring, providers, say } = deps;
  const tables = wrappedTables(database, ring);
  const before = await keysOf(deps);
  if (!before.wrapping) throw new Fault('this database has no keys yet; start the server first');
  const isUnfinished = !before.announced && (await countUnder(tables, before.former)) > 0;
  if (isUnfinished) say(`${ring}: goes on with ${before.wrapping}`);
  const keyId = isUnfinished ? before.wrapping : await renew(deps);

  const { former } = await keysOf(deps);
  await allNodes(
    deps,
    (node) => former.every((id) => !node.wrapsUnder.includes(id)),
    (node) => `node ${node.id} still wraps under a former key; is it cut off? Run this again when it is back`,
  );
  const total = await countUnder(tables, former);
  const onProgress = (rewrapped: number): void => say(`${ring}: ${rewrapped} of ${total} keys wrapped anew`);
  const result = await rewrapRing({ tables, providers, former, to: keyId, onProgress });
  const left = await countUnder(tables, former);
  return { ...result, keyId, retirable: left === 0 ? former : [] };
};

/** Forgets former keys that nothing needs. The database refuses when anything does. @returns their ids. */
export const retireKeys = async (deps: RotationDeps): Promise<readonly string[]> => {
  const { database, ring } = deps;
  const { former } = await keysOf(deps);
  const left = await countUnder(wrappedTables(database, ring), former);
  if (left > 0)
    throw new Fault(`${left} keys of the ${ring} key ring are still wrapped under a former key; rotate first`);
  await allNodes(
    deps,
    (node) => former.every((id) => !node.wrapsUnder.includes(id)),
    (node) => `node ${node.id} still wraps under a former key; run this again when it has seen the new one`,
  );
  for (const keyId of former) await strikeKey(database, keyId);
  return former;
};
