/** A resumable upload as its sender sees it, and what its metadata says. */
import * as z from 'zod';
import { attachment, notIdentityDocument } from '../attachments/attachment.ts';
import { attachmentKinds, identityDocumentTypes } from '../constants.ts';
import { problem } from '../problems/problem.ts';
import { conversationId, documentRequestId, timestamp, uploadId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { identityDocument } from '../vault/identity-document.ts';

/** The pairs of the header `Upload-Metadata`; others are not looked at. */
const described = z.object({
  filename: writtenText().max(1_024).default(''),
  filetype: z.string().max(256).default(''),
  conversationId,
});

/** Either door: an attachment of a kind, or an identity document of a type. */
export const uploadMetadata = z.union([
  described.extend({
    kind: z.enum(attachmentKinds),
    notIdentityDocument: notIdentityDocument.optional(),
    documentType: z.undefined().optional(),
    requestId: z.undefined().optional(),
  }),
  described.extend({
    documentType: z.enum(identityDocumentTypes),
    requestId: documentRequestId.optional(),
    notIdentityDocument: z.undefined().optional(),
    kind: z.undefined().optional(),
  }),
]);

export type UploadMetadata = z.output<typeof uploadMetadata>;

/** What became of it, once its last byte was there. */
export const uploadResult = z.union([attachment, identityDocument]);

export const upload = z.object({
  id: uploadId,
  /** Bytes that have arrived. */
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
  /** It is forgotten then, unless more bytes arrive before. */
  expiresAt: timestamp,
  attachment: attachment.optional(),
  identityDocument: identityDocument.optional(),
  /** Why the file was not taken. */
  problem: problem.optional(),
});

export interface Upload extends z.output<typeof upload> {}
