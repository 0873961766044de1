/** What may be uploaded as which kind of attachment. */
import { type attachmentKinds, limits } from '@senim/contract/constants';
import type { IntakePolicy } from './pipeline/upload.ts';

export type AttachmentKind = (typeof attachmentKinds)[number];

/** Longest side of a photo in a conversation, in pixels. */
const PHOTO_SIDE = 2_560;
const image = { preset: 'chat', maxSide: PHOTO_SIDE } as const;

export const intakePolicies: Readonly<Record<AttachmentKind, IntakePolicy>> = {
  photo: { maxBytes: limits.photoBytes, accepts: ['image'], image, refusesDocuments: true },
  voice: { maxBytes: limits.voiceBytes, accepts: ['voice'], image },
  // Pictures sent as files are rebuilt as photos are.
  file: { maxBytes: limits.fileBytes, accepts: ['pdf', 'office', 'text', 'image'], image, refusesDocuments: true },
};

/** The most that any attachment may have, in bytes. */
export const maxAttachmentBytes = Math.max(...Object.values(intakePolicies).map(({ maxBytes }) => maxBytes));
