/** A stand-in for the transit engine of Vault and OpenBao: derived keys, versions, rewrap, tokens and errors as documented. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { seal, unseal } from '../../../server/src/kernel/seal.ts';
import { httpStandIn, type StandIn, type StandInAnswer } from './http-stand-in.ts';

export interface TransitStandIn extends StandIn {
  /** What it takes; can be renewed. */
  token: string;
  createKey(name: string, options?: { isDerived: boolean }): void;
  rotate(name: string): void;
  /** Versions before it open nothing any more. */
  setMinimum(name: string, version: number): void;
}

interface TransitKey {
  readonly versions: Buffer[];
  readonly isDerived: boolean;
  minimum: number;
}

interface TransitInput {
  readonly plaintext?: string;
  readonly ciphertext?: string;
  readonly context?: string;
  readonly key_version?: number;
}

const refuse = (status: number, ...errors: string[]): StandInAnswer => ({ status, body: { errors } });

const derive = ({ versions, isDerived }: TransitKey, version: number, context: string): Buffer => {
  const key = versions[version - 1] as Buffer;
  return isDerived ? Buffer.from(hkdfSync('sha256', key, '', Buffer.from(context, 'base64'), 32)) : key;
};

const encrypt = (key: TransitKey, input: TransitInput): string => {
  const version = input.key_version ?? key.versions.length;
  const sealed = seal(derive(key, version, input.context ?? ''), Buffer.from(input.plaintext ?? '', 'base64'), '');
  return `vault:v${version}:${sealed.toString('base64')}`;
};

/** Throws with the engine's words. */
const decrypt = (key: TransitKey, { ciphertext = '', context = '' }: TransitInput): string => {
  const [, digits, body = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? [];
  const version = Number(digits ?? 0);
  if (version < 1 || version > key.versions.length) throw new Error('invalid ciphertext: no such version');
  if (version < key.minimum) throw new Error('ciphertext or signature version is disallowed by policy (too old)');
  try {
    return unseal(derive(key, version, context), Buffer.from(body, 'base64'), '').toString('base64');
  } catch {
    throw new Error('cipher: message authentication failed');
  }
};

export const transitStandIn = async (): Promise<TransitStandIn> => {
  const keys = new Map<string, TransitKey>();
  const required = (name: string): TransitKey => {
    const key = keys.get(name);
    if (!key) throw new Error('encryption key not found');
    return key;
  };
  const operate = (operation: string, name: string, input: TransitInput): object => {
    const key = required(name);
    if (key.isDerived && !input.context) throw new Error("missing 'context' for key derivation");
    if ((input.key_version ?? 1) > key.versions.length) throw new Error('requested version is higher than the latest');
    if (operation === 'encrypt') return { ciphertext: encrypt(key, input), key_version: key.versions.length };
    if (operation === 'decrypt') return { plaintext: decrypt(key, input) };
    return { ciphertext: encrypt(key, { ...input, plaintext: decrypt(key, input) }) };
  };
  const standIn = await httpStandIn(
    ({ path, headers, body }) => {
      if (headers['x-vault-token'] !== owned.token) return refuse(403, 'permission denied');
      const [, operation, name] = /^\/v1\/transit\/(encrypt|decrypt|rewrap)\/([\w.-]+)$/.exec(path) ?? [];
      if (!operation || !name) return refuse(404, 'no handler for route');
      try {
        return { status: 200, body: { data: operate(operation, name, JSON.parse(body)) } };
      } catch (error) {
        return refuse(400, (error as Error).message);
      }
    },
    refuse(503, 'Vault is sealed'),
  );
  const owned: TransitStandIn = Object.assign(standIn, {
    token: `hvs.${randomBytes(12).toString('hex')}`,
    createKey: (name: string, { isDerived } = { isDerived: true }) => {
      keys.set(name, { versions: [randomBytes(32)], isDerived, minimum: 1 });
    },
    rotate: (name: string) => void required(name).versions.push(randomBytes(32)),
    setMinimum: (name: string, version: number) => {
      required(name).minimum = version;
    },
  });
  return owned;
};
