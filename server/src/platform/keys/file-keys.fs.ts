/** Key-encryption keys in files, one each, in the folder `wrapping` of the key folder. */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { seal, unseal } from '#kernel/seal';
import type { KeyFolder } from './key-folder.fs.ts';
import type { KeyProvider } from './key-provider.ts';

const KIND = 'file';

export const nameOfFileKey = (keyId: string): string => `wrapping/${keyId.slice(KIND.length + 1)}`;

/** Keys are read when they are first needed: a file that another node made, or an operator copied, is found at once. */
export const fileKeys = (folder: KeyFolder): KeyProvider => {
  const read = new Map<string, KeyObject>();
  const keyOf = async (keyId: string): Promise<KeyObject> => {
    const known = read.get(keyId);
    if (known) return known;
    const key = createSecretKey(await folder.required(nameOfFileKey(keyId)));
    read.set(keyId, key);
    return key;
  };
  return {
    kind: KIND,
    newest: async (ring, isRotation) => {
      // Two nodes that start together for the first time have to agree; a rotation runs once.
      const keyId = `${KIND}:${ring}-${isRotation ? randomBytes(6).toString('hex') : 'first'}`;
      await folder.secret(nameOfFileKey(keyId));
      return keyId;
    },
    wrap: async (keyId, key, context) => seal(await keyOf(keyId), key, `wrap:${context}`),
    unwrap: async (keyId, wrapped, context) => unseal(await keyOf(keyId), wrapped, `wrap:${context}`),
    forget: (keyId) => void read.delete(keyId),
  };
};
