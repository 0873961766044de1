/** Key-encryption keys in the transit engine of HashiCorp Vault or OpenBao: derived keys, so that each context has its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel/fault';
import type { TransitOptions } from './key-options.ts';
import { type KeyProvider, keysUnavailable } from './key-provider.ts';
import { readSecretFile } from './secret-file.fs.ts';

const KIND = 'transit';
const MOST_ANSWER_BYTES = 64 * 1024;

export interface TransitTimes {
  readonly answerMs: number;
  readonly tries: number;
  /** Before the second try; doubled before the third. */
  readonly pauseMs: number;
}

const TIMES: TransitTimes = { answerMs: 3_000, tries: 3, pauseMs: 100 };

type Operation = 'encrypt' | 'decrypt' | 'rewrap';

interface Answer {
  readonly data?: { readonly ciphertext?: string; readonly plaintext?: string };
  readonly errors?: readonly string[];
}

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');

/** `vault:v3:…` → 3. */
const versionOf = (ciphertext: string): number => {
  const version = /^vault:v(\d+):/.exec(ciphertext)?.[1];
  if (version === undefined) throw new Fault('the transit engine answers with a ciphertext of another form');
  return Number(version);
};

/** `transit:⟨mount⟩/⟨key⟩:v3`. */
const parseId = (keyId: string): { path: string; key: string; version: number } => {
  const [, path = '', key = '', version = ''] = /^transit:(.+)\/([^/]+):v(\d+)$/.exec(keyId) ?? [];
  if (version === '') throw new Fault(`${keyId} is no name of a transit key`);
  return { path, key, version: Number(version) };
};

/** Refused for good: by its status, and by what the engine says about it. */
const refusal = (status: number, { errors = [] }: Answer, key: string, mount: string): Fault => {
  const said = errors.join('; ').slice(0, 200);
  if (status === 403) {
    return new Fault(
      `the transit engine refuses the server’s token (403); is it valid, and does its policy allow update on ${mount}/encrypt/${key}, decrypt and rewrap?`,
    );
  }
  if (status === 404 || /not found|no handler/.test(said)) {
    return new Fault(`the transit engine has no key ${mount}/${key}; make it with derived=true`);
  }
  return new Fault(`the transit engine does not open or wrap a key (${status}: ${said})`);
};

const isLater = (status: number): boolean => status >= 500 || status === 429 || status === 412;

/** Throws what fetch throws when there is no answer. */
const post = async (url: string, token: string, body: object, answerMs: number): Promise<[number, Answer]> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(answerMs),
  });
  if (Number(response.headers.get('content-length') ?? 0) > MOST_ANSWER_BYTES) throw new Error('too long an answer');
  return [response.status, (await response.json().catch(() => ({}))) as Answer];
};

export const transitKeys = (options: TransitOptions, times: Partial<TransitTimes> = {}): KeyProvider => {
  const { answerMs, tries, pauseMs } = { ...TIMES, ...times };
  const ask = async (operation: Operation, path: string, key: string, body: object): Promise<Answer['data']> => {
    const url = `${options.address.replace(/\/$/, '')}/v1/${path}/${operation}/${encodeURIComponent(key)}`;
    for (let attempt = 1; ; attempt++) {
      // Read each time: whoever renews the token writes the file anew.
      const token = await readSecretFile(options.tokenFile);
      let trouble: unknown;
      try {
        const [status, answer] = await post(url, token, body, answerMs);
        if (status === 200) return answer.data;
        trouble = isLater(status)
          ? new Error(`the transit engine answers ${status}`)
          : refusal(status, answer, key, path);
      } catch (error) {
        trouble = error;
      }
      if (trouble instanceof Fault) throw trouble;
      if (attempt === tries) throw keysUnavailable(KIND, trouble);
      await sleep(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  };
  const ciphertextOf = (data: Answer['data']): string => {
    if (!data?.ciphertext) throw new Fault('the transit engine answers without a ciphertext');
    return data.ciphertext;
  };
  const encrypt = async (
    context: string,
    key: Buffer,
    path: string,
    name: string,
    version?: number,
  ): Promise<string> => {
    const body = { plaintext: base64(key), context: base64(context), ...(version ? { key_version: version } : {}) };
    return ciphertextOf(await ask('encrypt', path, name, body));
  };
  const decrypt = async (path: string, name: string, ciphertext: string, context: string): Promise<Buffer> => {
    const data = await ask('decrypt', path, name, { ciphertext, context: base64(context) });
    if (data?.plaintext === undefined) throw new Fault('the transit engine answers without a plaintext');
    return Buffer.from(data.plaintext, 'base64');
  };
  /** A key that is not derived ignores the context: what is wrapped could be moved. */
  const requireDerived = async (ciphertext: string): Promise<void> => {
    const opens = await decrypt(options.mount, options.key, ciphertext, 'another context').then(
      () => true,
      (error: unknown) => {
        if (error instanceof Fault) return false;
        throw error;
      },
    );
    if (opens)
      throw new Fault(`the transit key ${options.mount}/${options.key} is not derived; make one with derived=true`);
  };

  return {
    kind: KIND,
    newest: async () => {
      const ciphertext = await encrypt('which key', Buffer.alloc(32), options.mount, options.key);
      await requireDerived(ciphertext);
      return `${KIND}:${options.mount}/${options.key}:v${versionOf(ciphertext)}`;
    },
    wrap: async (keyId, key, context) => {
      const { path, key: name, version } = parseId(keyId);
      const ciphertext = await encrypt(context, key, path, name, version);
      if (versionOf(ciphertext) !== version)
        throw new Fault('the transit engine wraps under another version than asked');
      return Buffer.from(ciphertext);
    },
    unwrap: async (keyId, wrapped, context) => {
      const { path, key: name, version } = parseId(keyId);
      if (versionOf(wrapped.toString()) !== version) throw new Fault('a wrapped key is under another version');
      return decrypt(path, name, wrapped.toString(), context);
    },
    rewrap: async ({ from, to }, wrapped, context) => {
      const [before, after] = [parseId(from), parseId(to)];
      if (before.path !== after.path || before.key !== after.key) {
        const key = await decrypt(before.path, before.key, wrapped.toString(), context);
        return Buffer.from(await encrypt(context, key, after.path, after.key, after.version));
      }
      const body = { ciphertext: wrapped.toString(), context: base64(context), key_version: after.version };
      const ciphertext = ciphertextOf(await ask('rewrap', after.path, after.key, body));
      if (versionOf(ciphertext) !== after.version)
        throw new Fault('the transit engine wraps under another version than asked');
      return Buffer.from(ciphertext);
    },
  };
};
