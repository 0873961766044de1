/** A stand-in for AWS KMS: Encrypt and Decrypt of its JSON protocol, with signatures, encryption contexts and errors as documented. */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { seal, unseal } from '../../../server/src/kernel/seal.ts';
import { httpStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './http-stand-in.ts';

export interface KmsStandIn extends StandIn {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** @returns its ARN. */
  createKey(alias?: string): string;
  setEnabled(arn: string, isEnabled: boolean): void;
}

const REGION = 'eu-central-1';

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const refuse = (name: string, status = 400): StandInAnswer => ({ status, body: { __type: name, message: name } });

/** Signature version 4, as the service checks it. */
const isSigned = ({ path, headers, body }: StandInRequest, id: string, secret: string): boolean => {
  const match = /Credential=([^/]+)\/(\d+)\/([^/]+)\/kms\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
    headers.authorization ?? '',
  );
  const [, accessKeyId, day = '', region = '', signedHeaders = '', signature] = match ?? [];
  if (accessKeyId !== id || region !== REGION) return false;
  const lines = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = ['POST', path, '', lines.join(''), signedHeaders, sha256(body)].join('\n');
  const scope = `${day}/${region}/kms/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 'kms'), 'aws4_request');
  return hmac(key, text).toString('hex') === signature;
};

export const kmsStandIn = async (): Promise<KmsStandIn> => {
  const [accessKeyId, secretAccessKey] = [`AKIA${randomBytes(8).toString('hex')}`, randomBytes(20).toString('hex')];
  const keys = new Map<string, { key: Buffer; isEnabled: boolean }>();
  const aliases = new Map<string, string>();
  const find = (name: string) => {
    const arn = aliases.get(name) ?? [...keys.keys()].find((each) => each === name || each.endsWith(`key/${name}`));
    const known = arn === undefined ? undefined : keys.get(arn);
    return arn === undefined || !known ? undefined : { arn, ...known };
  };
  // Sorted, as the service binds it in whatever order it comes.
  const bind = (context: Record<string, string> = {}): string => JSON.stringify(Object.entries(context).sort());
  const encrypt = (input: { KeyId: string; Plaintext: string; EncryptionContext?: Record<string, string> }) => {
    const found = find(input.KeyId);
    if (!found) return refuse('NotFoundException');
    if (!found.isEnabled) return refuse('DisabledException');
    const sealed = seal(found.key, Buffer.from(input.Plaintext, 'base64'), bind(input.EncryptionContext));
    const blob = Buffer.concat([Buffer.from(`${found.arn}\0`), sealed]);
    return { status: 200, body: { CiphertextBlob: blob.toString('base64'), KeyId: found.arn } };
  };
  const decrypt = (input: { KeyId?: string; CiphertextBlob: string; EncryptionContext?: Record<string, string> }) => {
    const blob = Buffer.from(input.CiphertextBlob, 'base64');
    const end = blob.indexOf(0);
    const found = find(blob.subarray(0, end).toString());
    if (!found) return refuse('InvalidCiphertextException');
    if (input.KeyId !== undefined && find(input.KeyId)?.arn !== found.arn) return refuse('IncorrectKeyException');
    if (!found.isEnabled) return refuse('DisabledException');
    try {
      const plain = unseal(found.key, blob.subarray(end + 1), bind(input.EncryptionContext));
      return { status: 200, body: { Plaintext: plain.toString('base64'), KeyId: found.arn } };
    } catch {
      return refuse('InvalidCiphertextException');
    }
  };
  const standIn = await httpStandIn(
    (request) => {
      if (!isSigned(request, accessKeyId, secretAccessKey)) return refuse('InvalidSignatureException');
      const input = JSON.parse(request.body);
      if (request.headers['x-amz-target'] === 'TrentService.Encrypt') return encrypt(input);
      if (request.headers['x-amz-target'] === 'TrentService.Decrypt') return decrypt(input);
      return refuse('UnknownOperationException');
    },
    refuse('KMSInternalException', 500),
  );
  return Object.assign(standIn, {
    accessKeyId,
    secretAccessKey,
    createKey: (alias?: string) => {
      const arn = `arn:aws:kms:${REGION}:000000000000:key/${randomUUID()}`;
      keys.set(arn, { key: randomBytes(32), isEnabled: true });
      if (alias) aliases.set(alias, arn);
      return arn;
    },
    setEnabled: (arn: string, isEnabled: boolean) => {
      const known = keys.get(arn);
      if (known) known.isEnabled = isEnabled;
    },
  });
};
