/**
 * A first look at a PDF: one document from the first byte to the last, without what acts by itself, not encrypted.
 *
 * It is a filter, not a proof. That is why the safe copy is what is offered first, and originals are only ever downloaded.
 */
import { findActiveName, LONGEST_NAME } from '#platform/media/pdf/active-names';
import { holdsArchive, SECOND_FORMAT_BYTES, startsOtherFormat } from './second-format.ts';

/** An archive's directory lies within so many bytes of the end; readers of archives look for it there. */
const TAIL_BYTES = 66_000;
const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');

const endsWell = (tail: Buffer): boolean =>
  /%%EOF[\s\0]*$/.test(tail.toString('latin1', Math.max(0, tail.length - 1_100))) && !tail.includes(ARCHIVE_END);

/** @returns what is wrong, or nothing. */
export const findPdfFault = async (parts: AsyncIterable<Buffer>): Promise<string | undefined> => {
  let overlap: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let head: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const part of parts) {
    const bytes = Buffer.concat([overlap, part]);
    if (isFirst && !bytes.toString('latin1', 0, 8).startsWith('%PDF-'))
      return 'the document does not begin at its start';
    isFirst = false;
    if (head.length < SECOND_FORMAT_BYTES) head = Buffer.concat([head, part]).subarray(0, SECOND_FORMAT_BYTES);
    const fault = findActiveName(bytes);
    if (fault) return fault;
    if (holdsArchive(bytes)) return 'the document is an archive as well';
    overlap = bytes.subarray(-LONGEST_NAME * 3);
    tail = Buffer.concat([tail, part]).subarray(-TAIL_BYTES);
  }
  if (!endsWell(tail)) return 'the document does not stop at its end';
  return startsOtherFormat(head) ? 'the document is of another format as well' : undefined;
};
