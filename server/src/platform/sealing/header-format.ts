/** The text of an age v1 header: stanzas, then a MAC under the file key (https://age-encryption.org/v1). */
import { createHmac, hkdfSync } from 'node:crypto';

/** A file key, wrapped for one who may open the file. */
export interface HeaderStanza {
  /** The kind of wrapping, then what it needs. */
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

/** Bytes in a full line; a shorter line ends a body. */
const LINE_BYTES = 48;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

const stanzaText = ({ args, body }: HeaderStanza): string => {
  const lines = [`-> ${args.join(' ')}`];
  for (let at = 0; at <= body.length; at += LINE_BYTES) lines.push(base64(body.subarray(at, at + LINE_BYTES)));
  return `${lines.join('\n')}\n`;
};

/** @param fileKey the one that every stanza wraps. */
export const encodeHeader = (stanzas: readonly HeaderStanza[], fileKey: Uint8Array): Buffer => {
  const text = `age-encryption.org/v1\n${stanzas.map(stanzaText).join('')}---`;
  const key = Buffer.from(hkdfSync('sha256', fileKey, Buffer.alloc(0), 'header', 32));
  const mac = createHmac('sha256', key).update(text).digest();
  return Buffer.from(`${text} ${base64(mac)}\n`);
};
