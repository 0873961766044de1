/** Step 3: the bytes decide what a file is; its name and declaration may not contradict them. */
import { buffer } from 'node:stream/consumers';
import { limits } from '@senim/contract/constants';
import { fileTypeFromBuffer } from 'file-type';
import { claimsOffice, contradicts, describeFamilies, type FileFamily, type FileType, familyOf } from './file-types.ts';
import { looksLikeText } from './plain-text.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Sniffed, Spooled } from './upload.ts';

/** As much as any signature of ours needs. */
const HEAD_BYTES = 4_100;

/** What decoders take whole into memory has a cap of its own, whatever door it came through. */
const familyCaps: Partial<Record<FileFamily, number>> = { image: limits.photoBytes, voice: limits.voiceBytes };

const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');
/** Either byte order. What the file is made of may stand at its very end, where it is not looked for here. */
const TIFF = ['II*\0', 'MM\0*'].map((signature) => Buffer.from(signature, 'latin1'));
/** Old office documents are kept in it, and encrypted new ones. */
const OLD_CONTAINER = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const sniff = async (head: Buffer): Promise<FileType | undefined> => {
  if (looksLikeText(head)) return { family: 'text', mediaType: 'text/plain' };
  // What is in an archive is never looked for in this process.
  if (head.subarray(0, ARCHIVE.length).equals(ARCHIVE)) return { family: 'office', mediaType: 'application/zip' };
  const found = await fileTypeFromBuffer(head);
  // Cameras' raw files are told from pictures by what comes later: their decoder refuses them.
  if (!found && TIFF.some((signature) => head.indexOf(signature) === 0)) {
    return { family: 'image', mediaType: 'image/tiff' };
  }
  const family = found && familyOf(found.mime);
  return family && { family, mediaType: found.mime };
};

export const sniffType = async (upload: Spooled): Promise<StepResult<Sniffed>> => {
  const { file, incoming, policy } = upload;
  if (file.bytes === 0) return reject('unreadable', 'the file is empty');
  const head = await buffer(file.read({ start: 0, end: Math.min(HEAD_BYTES, file.bytes) - 1 }));
  if (head.subarray(0, OLD_CONTAINER.length).equals(OLD_CONTAINER) && claimsOffice(incoming.name)) {
    return reject('unsafe', 'the document is encrypted, or of an old format');
  }
  const type = await sniff(head);
  if (!type || !policy.accepts.includes(type.family)) {
    return reject('type-not-allowed', `what is taken here: ${describeFamilies(policy.accepts)}`);
  }
  if (contradicts(type.family, incoming.name, incoming.declaredType)) {
    return reject('type-not-allowed', 'name, declared type and bytes disagree');
  }
  if (file.bytes > (familyCaps[type.family] ?? Number.POSITIVE_INFINITY)) {
    return reject('too-large', `a file of this type has at most ${familyCaps[type.family]} bytes`);
  }
  return proceed({ ...upload, type });
};
