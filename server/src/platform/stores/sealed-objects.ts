/** Sealed objects: an object store, the list of what lies in it, and the key ring that opens it, as one. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import { ProblemError } from '#kernel/problem-error';
import { type OpenedPayload, openPayload } from '../sealing/open-payload.ts';
import { makeHeader, openHeader } from '../sealing/payload-header.ts';
import { sealPayload } from '../sealing/seal-payload.ts';
import type { NewObject, ObjectLedger, ObjectVariant } from './object-ledger.ts';
import type { ObjectStore } from './object-store.ts';
import type { SealedFile } from './spool.ts';

const BATCH = 200;
/** Removals under way at once. */
const REMOVALS_AT_ONCE = 8;

export interface SealedObjectsDeps {
  /** Part of what a header is bound to. */
  readonly name: 'attachments' | 'vault';
  readonly store: ObjectStore;
  readonly ledger: ObjectLedger;
  readonly keyRing: KeyRing;
  /** Age recipients who can open what is stored from now on without the key ring. */
  readonly recipients?: readonly string[];
}

/** An object that has a key and no bytes yet. */
export interface DraftObject extends NewObject {
  readonly fileKey: Uint8Array;
}

export interface SweepResult {
  readonly doomedRemoved: number;
  readonly orphansRemoved: number;
}

export interface SealedObjects {
  /** @param sealed what is to become of it lies sealed already: it keeps its key. */
  draft(ownerId: string, variant: ObjectVariant, sealed?: SealedFile): Promise<DraftObject>;
  announce(drafts: readonly DraftObject[]): Promise<void>;
  /** Seals and stores the bytes of an announced draft. @returns the length of the sealed payload. */
  put(draft: DraftObject, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number>;
  /** The same for what lies sealed already, under the key that the draft was made for. */
  putSealed(draft: DraftObject, sealed: SealedFile, signal?: AbortSignal): Promise<number>;
  /**
   * `undefined` when there is no such object. Throws a Fault when it was altered or its bytes are gone,
   * `service/unavailable` when the store is down.
   */
  open(ownerId: string, variant: ObjectVariant): Promise<OpenedPayload | undefined>;
  /** Removes the bytes of doomed objects; of certain owners, or all. Can be repeated. @returns how many. */
  removeDoomed(ownerIds?: readonly string[]): Promise<number>;
  /** Removes what broken-off uploads left behind before a moment (milliseconds since the epoch). */
  sweep(before: number): Promise<SweepResult>;
}

export const makeSealedObjects = ({
  name,
  store,
  ledger,
  keyRing,
  recipients = [],
}: SealedObjectsDeps): SealedObjects => {
  const contextOf = (id: string): string => `${name}:${id}`;

  const removeAll = async (ids: readonly string[]): Promise<void> => {
    const queue = ids.values();
    const worker = async (): Promise<void> => {
      for (const id of queue) await store.remove(id);
    };
    await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, worker));
  };

  const removeDoomed: SealedObjects['removeDoomed'] = async (ownerIds) => {
    if (ownerIds?.length === 0) return 0;
    for (let removed = 0; ; ) {
      const ids = await ledger.doomed(BATCH, ownerIds);
      if (ids.length === 0) return removed;
      await removeAll(ids);
      await ledger.strike(ids);
      removed += ids.length;
    }
  };

  const removeOrphans = async (before: number): Promise<number> => {
    let removed = 0;
    const check = async (ids: readonly string[]): Promise<void> => {
      const unknown = await ledger.unknown(ids);
      await removeAll(unknown);
      removed += unknown.length;
    };
    let batch: string[] = [];
    for await (const { id, modifiedAt } of store.list()) {
      if (modifiedAt >= before || batch.push(id) < BATCH) continue;
      await check(batch);
      batch = [];
    }
    await check(batch);
    return removed;
  };

  return {
    draft: async (ownerId, variant, sealed) => {
      const id = randomUUID();
      const header = await makeHeader({ keyRing, context: contextOf(id), recipients }, sealed?.fileKey);
      return { id, ownerId, variant, ...header };
    },
    announce: (drafts) => ledger.announce(drafts),
    put: ({ id, fileKey }, bytes, signal) =>
      store.put(id, Readable.from(bytes, { objectMode: false }).compose(sealPayload(fileKey)), signal),
    putSealed: async ({ id, fileKey }, sealed, signal) => {
      if (fileKey !== sealed.fileKey) throw new Fault('a draft is for another key');
      signal?.throwIfAborted();
      return store.putFile ? store.putFile(id, sealed.path) : store.put(id, sealed.read(), signal);
    },
    open: async (ownerId, variant) => {
      const object = await ledger.find(ownerId, variant);
      if (!object) return undefined;
      const fileKey = await openHeader(object, keyRing, contextOf(object.id));
      try {
        return await openPayload({ bytes: object.bytes, read: (range) => store.open(object.id, range) }, fileKey);
      } catch (cause) {
        const isOurs = cause instanceof Fault || cause instanceof ProblemError;
        throw isOurs ? cause : new Fault('a stored object cannot be read', { cause });
      }
    },
    removeDoomed,
    sweep: async (before) => {
      await ledger.doomPendingBefore(before);
      return { doomedRemoved: await removeDoomed(), orphansRemoved: await removeOrphans(before) };
    },
  };
};
