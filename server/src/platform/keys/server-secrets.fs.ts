/** The server's other secrets, a file each; what earlier versions derived from a master key is written down once. */
import { deriveKey } from './derive-key.ts';
import type { KeyFolder } from './key-folder.fs.ts';

/** File → what it was derived for. Nothing in it opens words or files; changing one would lose what it names. */
const PURPOSES = {
  'upload-marks': 'upload marks',
  'blind-index': 'blind index',
  'attachment-links': 'attachment links',
  tokens: 'tokens',
  'attachments-owner': 'owner of attachments',
} as const;

const VAULT_PURPOSES = { 'vault-owner': 'owner of vault' } as const;

export type ServerSecret = keyof typeof PURPOSES | keyof typeof VAULT_PURPOSES;

/** A key that everything was derived from could never be retired: its parts are kept, and then it goes. */
const split = async (folder: KeyFolder, ring: 'master' | 'vault', purposes: Record<string, string>): Promise<void> => {
  const whole = await folder.find(ring);
  if (!whole) return;
  for (const [name, purpose] of Object.entries(purposes)) await folder.keep(name, deriveKey(whole, purpose));
  await folder.keep(`wrapping/${ring}-first`, deriveKey(whole, 'wrapping'));
  await folder.remove(ring);
};

export const openServerSecrets = async (folder: KeyFolder): Promise<Readonly<Record<ServerSecret, Buffer>>> => {
  await split(folder, 'master', PURPOSES);
  await split(folder, 'vault', VAULT_PURPOSES);
  const names = [...Object.keys(PURPOSES), ...Object.keys(VAULT_PURPOSES)] as ServerSecret[];
  const secrets = await Promise.all(names.map(async (name) => [name, await folder.secret(name)] as const));
  return Object.fromEntries(secrets) as Record<ServerSecret, Buffer>;
};
