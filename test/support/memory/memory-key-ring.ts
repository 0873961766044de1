/** A key ring that keeps its master key in memory. */
import { randomBytes } from 'node:crypto';
import type { KeyRing } from '../../../server/src/kernel/key-ring.ts';
import { seal, unseal } from '../../../server/src/kernel/seal.ts';

export const memoryKeyRing = (): KeyRing => {
  const masterKey = randomBytes(32);
  return {
    wrap: async (key, context) => seal(masterKey, key, context),
    unwrap: async (wrapped, context) => unseal(masterKey, wrapped, context),
  };
};
