/** Walks the chain of the audit log and names the first entry that does not fit (M7, control 65). */
import { createHash } from 'node:crypto';
import type { AuditHead } from './audit-store.ts';

/** As read from a table that anybody may have altered. */
export interface RecordedEntry {
  readonly number: number | null;
  readonly payload: string | null;
  readonly previousHash: Buffer | null;
  readonly hash: Buffer | null;
}

export interface AuditEvidence {
  /** By number, ascending. */
  readonly entries: AsyncIterable<readonly RecordedEntry[]>;
  /** What the database says the newest entry is; absent for a copy without its head. */
  readonly head?: AuditHead | undefined;
  /** What was noted outside the database. */
  readonly anchor?: AuditHead | undefined;
}

export type AuditVerdict =
  | { readonly ok: true; readonly verified: number }
  | { readonly ok: false; readonly entry: number; readonly reason: string };

const bad = (entry: number, reason: string): AuditVerdict => ({ ok: false, entry, reason });

/** The hash an entry must have: sha256(number, line feed, hash of the entry before, payload). */
export const entryHash = (number: number, previousHash: Buffer, payload: string): Buffer =>
  createHash('sha256').update(`${number}\n`).update(previousHash).update(payload).digest();

/** @returns the entry's hash, or why it does not follow the head. */
const follow = (head: AuditHead, entry: RecordedEntry): Buffer | AuditVerdict => {
  const expected = head.number + 1;
  const { number, payload, previousHash, hash } = entry;
  if (number === null) return bad(expected, 'it has no number');
  if (number < 1) return bad(number, 'its number is impossible');
  if (number > expected) return bad(expected, 'it is missing');
  if (number < expected) return bad(number, 'it is there twice');
  if (payload === null || previousHash === null || hash === null) return bad(number, 'a part of it is missing');
  if (!previousHash.equals(head.hash)) return bad(number, 'it does not follow the entry before it');
  if (!hash.equals(entryHash(number, previousHash, payload))) return bad(number, 'it was altered');
  return hash;
};

/** Where the log must have been at a given number: in the head's row, or in the anchor. */
const compare = (own: Buffer, noted: AuditHead | undefined, place: string): AuditVerdict | undefined =>
  noted === undefined || own.equals(noted.hash)
    ? undefined
    : bad(noted.number, `it or one before it was rewritten: ${place} has another hash`);

export const verifyAudit = async ({ entries, head, anchor }: AuditEvidence): Promise<AuditVerdict> => {
  let reached: AuditHead = { number: 0, hash: Buffer.alloc(32) };
  const checkNotes = () =>
    (anchor?.number === reached.number
      ? compare(reached.hash, anchor, 'the anchor outside the database')
      : undefined) ?? (head?.number === reached.number ? compare(reached.hash, head, 'the head’s row') : undefined);

  for await (const batch of entries) {
    for (const entry of batch) {
      const result = checkNotes() ?? follow(reached, entry);
      if (!Buffer.isBuffer(result)) return result;
      reached = { number: reached.number + 1, hash: result };
    }
  }
  const mismatch = checkNotes();
  if (mismatch) return mismatch;
  if (anchor && anchor.number > reached.number) {
    return bad(reached.number + 1, `it is missing: the anchor outside the database knows ${anchor.number} entries`);
  }
  if (head && head.number > reached.number) {
    return bad(reached.number + 1, `it is missing: the head’s row knows ${head.number} entries`);
  }
  if (head && head.number < reached.number) return bad(head.number + 1, 'the head’s row does not know it');
  return { ok: true, verified: reached.number };
};
