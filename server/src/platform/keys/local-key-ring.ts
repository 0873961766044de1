/** A key ring whose master key lies in this process's memory. */
import type { KeyRing } from '#kernel/key-ring';
import { seal, unseal } from '#kernel/seal';

/** @param masterKey 32 bytes. */
export const localKeyRing = (masterKey: Buffer): KeyRing => ({
  wrap: async (key, context) => seal(masterKey, key, `wrap:${context}`),
  unwrap: async (wrapped, context) => unseal(masterKey, wrapped, `wrap:${context}`),
});
