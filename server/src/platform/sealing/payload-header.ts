/** The header of the age v1 format: a file key, wrapped by a key ring and bound to the place it belongs to. */
import { Decrypter, Encrypter, type Identity, type Recipient, Stanza } from 'age-encryption';
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import { sealedLength } from './payload-format.ts';

const STANZA = 'senim/kek';

export interface NewHeader {
  /** Kept apart from the payload; without it the payload cannot be read. */
  readonly header: Buffer;
  /** Never stored. */
  readonly fileKey: Uint8Array;
}

export interface HeaderOptions {
  readonly keyRing: KeyRing;
  /** What the key is for, e.g. `attachments:⟨object id⟩`: a header moved to another object does not open. */
  readonly context: string;
  /** Further age recipients who can open the object with the stock tool, such as an offline recovery key. */
  readonly recipients?: readonly string[];
}

/** A fresh file key and its header. Throws what the key ring throws when that is down. */
export const makeHeader = async ({ keyRing, context, recipients = [] }: HeaderOptions): Promise<NewHeader> => {
  let fileKey: Uint8Array | undefined;
  const recipient: Recipient = {
    wrapFileKey: async (key) => {
      fileKey = key;
      return [new Stanza([STANZA], await keyRing.wrap(Buffer.from(key), context))];
    },
  };
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  for (const further of recipients) encrypter.addRecipient(further);
  // An empty file, of which only the header is kept.
  const file = await encrypter.encrypt(new Uint8Array(0));
  if (!fileKey) throw new Fault('no file key was drawn');
  return { header: Buffer.from(file.subarray(0, file.length - sealedLength(0))), fileKey };
};

/** The file key of a header. Throws a Fault when the header was altered, or belongs to another object. */
export const openHeader = async (header: Uint8Array, keyRing: KeyRing, context: string): Promise<Uint8Array> => {
  const identity: Identity = {
    unwrapFileKey: async (stanzas) => {
      const stanza = stanzas.find(({ args }) => args[0] === STANZA && args.length === 1);
      return stanza ? keyRing.unwrap(Buffer.from(stanza.body), context) : null;
    },
  };
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decryptHeader(header);
  } catch (cause) {
    throw new Fault('the header of a sealed object does not open', { cause });
  }
};
