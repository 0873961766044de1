/** Step 3: the bytes decide what a file is; its name and declaration may not contradict them. */
import { buffer } from 'node:stream/consumers';
import { limits } from '@senim/contract/constants';
import { fileTypeFromBuffer } from 'file-type';
import { contradicts, describeFamilies, type FileFamily, type FileType, familyOf } from './file-types.ts';
import { looksLikeText } from './plain-text.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Sniffed, Spooled } from './upload.ts';

/** As much as any signature of ours needs. */
const HEAD_BYTES = 4_100;

/** What decoders take whole into memory has a cap of its own, whatever door it came through. */
const familyCaps: Partial<Record<FileFamily, number>> = { image: limits.photoBytes, voice: limits.voiceBytes };

const sniff = async (head: Buffer): Promise<FileType | undefined> => {
  if (looksLikeText(head)) return { family: 'text', mediaType: 'text/plain' };
  const found = await fileTypeFromBuffer(head);
  const family = found && familyOf(found.mime);
  return family && { family, mediaType: found.mime };
};

export const sniffType = async (upload: Spooled): Promise<StepResult<Sniffed>> => {
  const { file, incoming, policy } = upload;
  if (file.bytes === 0) return reject('unreadable', 'the file is empty');
  const type = await sniff(await buffer(file.read({ start: 0, end: Math.min(HEAD_BYTES, file.bytes) - 1 })));
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
