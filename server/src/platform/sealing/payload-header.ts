/** The header of the age v1 format: a file key, wrapped by a key ring and bound to the place it belongs to. */
import { Decrypter, Encrypter, type Identity, type Recipient, Stanza } from 'age-encryption';
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import { encodeHeader } from './header-format.ts';
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

const isOurs = ({ args }: Stanza): boolean => args[0] === STANZA && args.length === 1;

interface OpenedHeader {
  readonly fileKey: Uint8Array;
  readonly stanzas: readonly Stanza[];
}

const open = async (header: Uint8Array, keyRing: KeyRing, context: string): Promise<OpenedHeader> => {
  let found: readonly Stanza[] = [];
  const identity: Identity = {
    unwrapFileKey: async (stanzas) => {
      found = stanzas;
      const stanza = stanzas.find(isOurs);
      return stanza ? keyRing.unwrap(Buffer.from(stanza.body), context) : null;
    },
  };
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return { fileKey: await decrypter.decryptHeader(header), stanzas: found };
  } catch (cause) {
    throw new Fault('the header of a sealed object does not open', { cause });
  }
};

/** The file key of a header. Throws a Fault when the header was altered, or belongs to another object. */
export const openHeader = async (header: Uint8Array, keyRing: KeyRing, context: string): Promise<Uint8Array> =>
  (await open(header, keyRing, context)).fileKey;

export interface RewrapOptions {
  readonly from: KeyRing;
  readonly to: KeyRing;
  readonly context: string;
}

/**
 * The same header under another key ring: what else can open it stays, and so does the payload. For a new master key.
 *
 * Throws a Fault when the header was altered, or belongs to another object.
 */
export const rewrapHeader = async (header: Uint8Array, { from, to, context }: RewrapOptions): Promise<Buffer> => {
  const { fileKey, stanzas } = await open(header, from, context);
  const wrapped = new Stanza([STANZA], await to.wrap(Buffer.from(fileKey), context));
  return encodeHeader([wrapped, ...stanzas.filter((stanza) => !isOurs(stanza))], fileKey);
};

/** Throws a Fault for a recipient that nothing can be sealed for. */
export const checkRecipient = (recipient: string): void => {
  try {
    new Encrypter().addRecipient(recipient);
  } catch (cause) {
    throw new Fault('a recovery recipient is not an age recipient; was it cut off?', { cause });
  }
};
