/**
 * A first look at a PDF: one document from the first byte to the last, without what acts by itself.
 *
 * It is a filter, not a proof: names can hide in compressed streams. That is why documents are only ever downloaded.
 */

/**
 * Actions that run scripts or programs or send the reader's entries away, files within the file, and rich media.
 * Names of a few letters are not here: compressed pictures hold them by chance.
 */
const ACTIVE = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia', '/ImportData', '/SubmitForm'];
const LONGEST = Math.max(...ACTIVE.map((name) => name.length)) + 1;
/** An archive's directory lies within so many bytes of the end; readers of archives look for it there. */
const TAIL_BYTES = 66_000;
const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');

/** A name ends where a letter or digit does not follow: `/Launch` is not in `/LaunchPad`. */
const holds = (bytes: Buffer, name: string): boolean => {
  for (let at = bytes.indexOf(name, 0, 'latin1'); at >= 0; at = bytes.indexOf(name, at + 1, 'latin1')) {
    const next = bytes.toString('latin1', at + name.length, at + name.length + 1);
    if (!/[A-Za-z0-9]/.test(next) || (name === '/EmbeddedFile' && next === 's')) return true;
  }
  return false;
};

/** `#4a` in a name stands for a letter; nobody needs it in these names but to hide them. */
const plainNames = (bytes: Buffer): Buffer =>
  bytes.includes('#')
    ? Buffer.from(
        bytes
          .toString('latin1')
          .replace(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
        'latin1',
      )
    : bytes;

const endsWell = (tail: Buffer): boolean =>
  /%%EOF[\s\0]*$/.test(tail.toString('latin1', Math.max(0, tail.length - 1_100))) && !tail.includes(ARCHIVE_END);

/** @returns what is wrong, or nothing. */
export const findPdfFault = async (parts: AsyncIterable<Buffer>): Promise<string | undefined> => {
  let overlap: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const part of parts) {
    const bytes = Buffer.concat([overlap, part]);
    if (isFirst && !bytes.toString('latin1', 0, 8).startsWith('%PDF-'))
      return 'the document does not begin at its start';
    isFirst = false;
    const names = plainNames(bytes);
    if (ACTIVE.some((name) => holds(names, name))) return 'the document has active content or files within';
    overlap = bytes.subarray(-LONGEST * 3);
    tail = Buffer.concat([tail, part]).subarray(-TAIL_BYTES);
  }
  return endsWell(tail) ? undefined : 'the document does not stop at its end';
};
