/** The audit log's anchor as a small file of the data folder. */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/fault';
import type { AuditAnchor } from './audit-anchor.ts';

export const AUDIT_ANCHOR_FILE = 'audit-anchor.json';

/** @param folder the data folder. Throws a Fault when the file is there and not readable as an anchor. */
export const fileAuditAnchor = (folder: string): AuditAnchor => {
  const file = join(folder, AUDIT_ANCHOR_FILE);
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      const [, number, hash] = /^\{"number":(\d{1,15}),"hash":"([0-9a-f]{64})"\}\n?$/.exec(text) ?? [];
      if (number === undefined || hash === undefined) throw new Fault(`the audit anchor is malformed: ${file}`);
      return { number: Number(number), hash: Buffer.from(hash, 'hex') };
    },
    // Beside the old one first: an interrupted write leaves the old anchor whole.
    write: async ({ number, hash }) => {
      const unfinished = `${file}.new`;
      const handle = await open(unfinished, 'w', 0o600);
      try {
        await handle.writeFile(`{"number":${number},"hash":"${hash.toString('hex')}"}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(unfinished, file);
    },
  };
};
