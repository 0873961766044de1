/** The header of the age v1 format: a file key, wrapped by a key ring and bound to the place it belongs to. */
import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, type Identity, type Recipient, Stanza } from 'age-encryption';
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import { ProblemError } from '#kernel/problem-error';
import { encodeHeader } from './header-format.ts';
import { FILE_KEY_BYTES } from './payload-format.ts';

const STANZA = 'senim/kek';

export interface SealedHeader {
  /** Kept apart from the payload; without it the payload cannot be read. */
  readonly header: Uint8Array;
  /** The key-encryption key that its file key is wrapped under. */
  readonly keyId: string;
}

export interface NewHeader extends SealedHeader {
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

const parseRecipient = (text: string): Recipient => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(text);
  // The library parses recipients of all its kinds and wraps file keys for them, but draws the file key itself.
  const [recipient] = (encrypter as unknown as { readonly recipients: readonly Recipient[] }).recipients;
  if (!recipient) throw new Fault('the age library keeps its recipients elsewhere');
  return recipient;
};

/** A header for a file key. Throws what the key ring throws when that is down. */
export const makeHeader = async (
  { keyRing, context, recipients = [] }: HeaderOptions,
  fileKey: Uint8Array = randomBytes(FILE_KEY_BYTES),
): Promise<NewHeader> => {
  const { wrapped, keyId } = await keyRing.wrap(Buffer.from(fileKey), context);
  const ours = new Stanza([STANZA], wrapped);
  const others = await Promise.all(recipients.map((text) => parseRecipient(text).wrapFileKey(fileKey)));
  return { header: encodeHeader([ours, ...others.flat()], fileKey), keyId, fileKey };
};

const isOurs = ({ args }: Stanza): boolean => args[0] === STANZA && args.length === 1;

interface OpenedHeader {
  readonly fileKey: Uint8Array;
  readonly stanzas: readonly Stanza[];
}

const open = async ({ header, keyId }: SealedHeader, keyRing: KeyRing, context: string): Promise<OpenedHeader> => {
  let found: readonly Stanza[] = [];
  const identity: Identity = {
    unwrapFileKey: async (stanzas) => {
      found = stanzas;
      const stanza = stanzas.find(isOurs);
      return stanza ? keyRing.unwrap({ wrapped: Buffer.from(stanza.body), keyId }, context) : null;
    },
  };
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return { fileKey: await decrypter.decryptHeader(header), stanzas: found };
  } catch (cause) {
    // The keeper of keys is down.
    if (cause instanceof ProblemError) throw cause;
    throw new Fault('the header of a sealed object does not open', { cause });
  }
};

/**
 * The file key of a header. Throws a Fault when the header was altered, or belongs to another object, and what the key ring
 * throws when that is down.
 */
export const openHeader = async (header: SealedHeader, keyRing: KeyRing, context: string): Promise<Uint8Array> =>
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
export const rewrapHeader = async (
  header: SealedHeader,
  { from, to, context }: RewrapOptions,
): Promise<{ header: Buffer; keyId: string }> => {
  const { fileKey, stanzas } = await open(header, from, context);
  const { wrapped, keyId } = await to.wrap(Buffer.from(fileKey), context);
  const ours = new Stanza([STANZA], wrapped);
  return { header: encodeHeader([ours, ...stanzas.filter((stanza) => !isOurs(stanza))], fileKey), keyId };
};

/** Throws a Fault for a recipient that nothing can be sealed for. */
export const checkRecipient = (recipient: string): void => {
  try {
    parseRecipient(recipient);
  } catch (cause) {
    throw new Fault('a recovery recipient is not an age recipient; was it cut off?', { cause });
  }
};
