/** Key-encryption keys in AWS KMS: each wrapping is one request, bound to its context by the encryption context. */
import { DecryptCommand, EncryptCommand, KMSClient, KMSServiceException } from '@aws-sdk/client-kms';
import { Fault } from '#kernel/fault';
import type { KmsOptions } from './key-options.ts';
import { type KeyProvider, keysUnavailable } from './key-provider.ts';
import { readSecretFile } from './secret-file.fs.ts';

const KIND = 'aws-kms';
const CONNECT_MS = 2_000;
const ANSWER_MS = 3_000;
const TRIES = 3;
const MOST_CONNECTIONS = 16;
/** A renewed file is noticed within this. */
const CREDENTIALS_LAST_MS = 5 * 60_000;
/** The key is not what was asked for, or what was wrapped is not what it was: trying again changes nothing. */
const ALTERED = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

export interface KmsTimes {
  readonly connectMs: number;
  readonly answerMs: number;
  readonly tries: number;
}

/** The default profile of a shared credentials file. */
const parseCredentials = (text: string, path: string) => {
  const settingOf = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(text)?.[1];
  const [accessKeyId, secretAccessKey] = [settingOf('aws_access_key_id'), settingOf('aws_secret_access_key')];
  if (!accessKeyId || !secretAccessKey) {
    throw new Fault(`the file ${path} needs the lines aws_access_key_id = … and aws_secret_access_key = …`);
  }
  const sessionToken = settingOf('aws_session_token');
  const expiration = new Date(Date.now() + CREDENTIALS_LAST_MS);
  return { accessKeyId, secretAccessKey, expiration, ...(sessionToken ? { sessionToken } : {}) };
};

const clientFor = ({ region, endpoint, credentialsFile }: KmsOptions, times: KmsTimes): KMSClient =>
  new KMSClient({
    region,
    maxAttempts: times.tries,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentialsFile === undefined
      ? {}
      : { credentials: async () => parseCredentials(await readSecretFile(credentialsFile), credentialsFile) }),
    requestHandler: {
      connectionTimeout: times.connectMs,
      requestTimeout: times.answerMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: MOST_CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: MOST_CONNECTIONS },
    },
  });

const isLater = (error: KMSServiceException): boolean =>
  (error.$metadata.httpStatusCode ?? 500) >= 500 || error.$retryable !== undefined || error.name.includes('Throttling');

/** @param keyId for the operator. */
const meaningOf = (error: unknown, keyId: string): Error => {
  if (error instanceof Fault) return error;
  if (!(error instanceof KMSServiceException) || isLater(error)) return keysUnavailable(KIND, error);
  if (ALTERED.has(error.name)) return new Fault('a wrapped key does not open in AWS KMS', { cause: error });
  return new Fault(
    `AWS KMS refuses the key ${keyId} (${error.name}); is it enabled, and may the server kms:Encrypt and kms:Decrypt with it?`,
    { cause: error },
  );
};

export interface KmsKeys extends KeyProvider, Disposable {}

export const kmsKeys = (options: KmsOptions, times: Partial<KmsTimes> = {}): KmsKeys => {
  const client = clientFor(options, { connectMs: CONNECT_MS, answerMs: ANSWER_MS, tries: TRIES, ...times });
  const arnOf = (keyId: string): string => keyId.slice(KIND.length + 1);
  const encrypt = async (KeyId: string, key: Buffer, context: string) => {
    const EncryptionContext = { senim: context };
    return client.send(new EncryptCommand({ KeyId, Plaintext: key, EncryptionContext })).catch((error: unknown) => {
      throw meaningOf(error, KeyId);
    });
  };
  return {
    kind: KIND,
    // An alias may be given to another key later: what is noted is the key behind it now.
    newest: async () => {
      const { KeyId } = await encrypt(options.key, Buffer.alloc(32), 'which key');
      if (!KeyId) throw new Fault('AWS KMS does not say which key it used');
      return `${KIND}:${KeyId}`;
    },
    wrap: async (keyId, key, context) => {
      const { CiphertextBlob } = await encrypt(arnOf(keyId), key, context);
      if (!CiphertextBlob) throw new Fault('AWS KMS answers without a ciphertext');
      return Buffer.from(CiphertextBlob);
    },
    unwrap: async (keyId, wrapped, context) => {
      const request = { KeyId: arnOf(keyId), CiphertextBlob: wrapped, EncryptionContext: { senim: context } };
      const { Plaintext } = await client.send(new DecryptCommand(request)).catch((error: unknown) => {
        throw meaningOf(error, arnOf(keyId));
      });
      if (!Plaintext) throw new Fault('AWS KMS answers without a plaintext');
      return Buffer.from(Plaintext);
    },
    [Symbol.dispose]: () => client.destroy(),
  };
};
