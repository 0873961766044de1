/** Vectors that nobody here made, against the primitives as we call them; ciphertexts made to open under two keys. */
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient, Stanza } from 'age-encryption';
import { expect } from 'chai';
import { unseal } from '../../../../../server/src/kernel/seal.ts';
import { blindIndex } from '../../../../../server/src/platform/keys/derive-key.ts';
import { encodeHeader } from '../../../../../server/src/platform/sealing/header-format.ts';
import { openHeader } from '../../../../../server/src/platform/sealing/payload-header.ts';
import { memoryKeyRing } from '../../../../support/memory/memory-key-ring.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

type Vector = Record<string, string> & { tcId: string; result: 'valid' | 'invalid' | 'acceptable' };
interface Group extends Record<string, unknown> {
  readonly tests: readonly Vector[];
}

const bytes = (hex: string | undefined): Buffer => Buffer.from(hex ?? '', 'hex');
const groupsOf = (file: string): Group[] => JSON.parse(readFileSync(file, 'utf8')).testGroups;
/** Our calls take text where the vectors have bytes. */
const asText = (hex: string | undefined): string | undefined => {
  const text = bytes(hex).toString();
  return Buffer.from(text).equals(bytes(hex)) ? text : undefined;
};
const outcomeOf = (attempt: () => Buffer): string => {
  try {
    return attempt().toString('hex');
  } catch (error) {
    return (error as Error).name;
  }
};

describeWithShared('AES-256-GCM', 'corpus/crypto/wycheproof/aes_gcm_test.json', (file) => {
  it('opens every value of the vectors that is sealed well, and no other', () => {
    const ours = groupsOf(file).filter(
      ({ keySize, ivSize, tagSize }) => `${keySize}/${ivSize}/${tagSize}` === '256/96/128',
    );
    const vectors = ours.flatMap(({ tests }) => tests).filter(({ aad }) => asText(aad) !== undefined);

    for (const { tcId, key, iv, aad, msg, ct, tag, result } of vectors) {
      const sealed = Buffer.concat([Buffer.of(1), bytes(iv), bytes(ct), bytes(tag)]);
      const outcome = outcomeOf(() => unseal(bytes(key), sealed, asText(aad) as string));
      expect(outcome, `vector ${tcId}`).to.equal(result === 'valid' ? msg : 'Fault');
    }
    const counts = ['valid', 'invalid'].map((wanted) => vectors.filter(({ result }) => result === wanted).length);
    expect(Math.min(...counts), 'both kinds are there').to.be.above(10);
  });
});

describeWithShared('HKDF-SHA256', 'corpus/crypto/wycheproof/hkdf_sha256_test.json', (file) => {
  it('derives what the vectors say', () => {
    for (const { tcId, ikm, salt, info, size, okm, result } of groupsOf(file).flatMap(({ tests }) => tests)) {
      const derive = () => Buffer.from(hkdfSync('sha256', bytes(ikm), bytes(salt), bytes(info), Number(size)));
      if (result === 'valid') expect(derive().toString('hex'), `vector ${tcId}`).to.equal(okm);
      else expect(derive, `vector ${tcId}`).to.throw();
    }
  });
});

describeWithShared('HMAC-SHA256', 'corpus/crypto/wycheproof/hmac_sha256_test.json', (file) => {
  it('of an identifier is what the vectors say', () => {
    const whole = groupsOf(file).filter(({ tagSize }) => tagSize === 256);
    const vectors = whole.flatMap(({ tests }) => tests).filter(({ msg }) => asText(msg) !== undefined);

    expect(vectors).to.have.lengthOf.above(10);
    for (const { tcId, key, msg, tag, result } of vectors) {
      const isSame = blindIndex(bytes(key), asText(msg) as string).toString('hex') === tag;
      expect(isSame, `vector ${tcId}`).to.equal(result === 'valid');
    }
  });
});

describeWithShared('a ciphertext that opens under two keys', 'corpus/crypto/key-commitment', (folder) => {
  for (const name of readdirSync(folder)) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    const field = (wanted: string): Buffer =>
      bytes(
        lines
          .find((line) => line.startsWith(`${wanted}:`))
          ?.slice(wanted.length + 1)
          .trim(),
      );
    const [key1, key2] = [field('key1'), field('key2')];

    it(`is one: ${name}`, () => {
      const tag = field('tag');
      for (const key of [key1, key2]) {
        const decipher = createDecipheriv('aes-128-gcm', key, field('nonce'), { authTagLength: 16 });
        decipher.setAAD(field('adata')).setAuthTag(tag);
        decipher.update(field('ciphertext'));
        expect(() => decipher.final()).not.to.throw();
      }
    });

    it(`is no sealed value: ${name}`, () => {
      const sealed = Buffer.concat([Buffer.of(1), field('nonce'), field('ciphertext'), field('tag')]);
      for (const key of [key1, key2]) {
        for (const long of [key, Buffer.concat([key, key])]) {
          expect(() => unseal(long, sealed, field('adata').toString('latin1'))).to.throw();
        }
      }
    });

    it(`has no header that opens to both of its keys: ${name}`, async () => {
      const keyRing = memoryKeyRing();
      const identity = await generateX25519Identity();
      const recovery = await wrapFor(await identityToRecipient(identity), key2);
      const { wrapped, keyId } = await keyRing.wrap(key1, 'test');
      const stanzas = [new Stanza(['senim/kek'], wrapped), recovery];

      for (const [macKey, opens] of [
        [key1, 'ours'],
        [key2, 'recovery'],
      ] as const) {
        const header = encodeHeader(stanzas, macKey);
        const decrypter = new Decrypter();
        decrypter.addIdentity(identity);
        const outcomes = await Promise.allSettled([
          openHeader({ header, keyId }, keyRing, 'test'),
          decrypter.decryptHeader(header),
        ]);
        expect(outcomes.map(({ status }) => status)).to.deep.equal(
          opens === 'ours' ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'],
        );
      }
    });
  }
});

/** The stanza that the library makes for a file key of our choice. */
const wrapFor = async (recipient: string, fileKey: Uint8Array): Promise<Stanza> => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const [wrapper] = (encrypter as unknown as { recipients: { wrapFileKey(key: Uint8Array): Promise<Stanza[]> }[] })
    .recipients;
  const [stanza] = (await wrapper?.wrapFileKey(fileKey)) ?? [];
  return stanza as Stanza;
};
