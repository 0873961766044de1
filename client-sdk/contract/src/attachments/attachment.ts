/** An attachment as its readers see it. */
import * as z from 'zod';
import { attachmentKinds, previewPageVariants, rejectionReasons } from '../constants.ts';
import { attachmentId, conversationId, principalId, timestamp } from '../shared/ids.ts';

/** What was done to the file on its way: shown to the sender. */
export const sanitisingReceipt = z.object({
  removed: z.array(z.enum(['location', 'camera', 'metadata', 'thumbnail', 'tags', 'cover-art', 'trailing-data'])),
  originalBytes: z.int().nonnegative(),
  storedBytes: z.int().nonnegative(),
});

/** The sender’s answer to `attachment/identity-document-suspected`, in a second attempt. */
export const notIdentityDocument = z
  .enum(['true', 'false'])
  .describe(
    'The answer to `attachment/identity-document-suspected`; it does not help where the file is known to be one',
  );

export const attachment = z.object({
  id: attachmentId,
  conversationId,
  ownerId: principalId,
  kind: z.enum(attachmentKinds),
  /** `checking`: it may be sent, and nobody can open it before the malware scanner has answered. */
  status: z.enum(['checking', 'available', 'rejected', 'destroyed']),
  /** With the status `rejected`. */
  rejectedFor: z.enum(rejectionReasons).optional(),
  /** A clean display name; never a path. */
  name: z.string().max(200),
  mediaType: z.string(),
  bytes: z.int().nonnegative(),
  width: z.int().positive().optional(),
  height: z.int().positive().optional(),
  /** A ThumbHash, base64: a blurred preview in some twenty bytes. */
  thumbHash: z.string().optional(),
  durationMs: z.int().nonnegative().optional(),
  /** Loudness from 0 to 100 at even distances, for the picture in the bubble. */
  waveform: z.array(z.int().min(0).max(100)).max(64).optional(),
  /** Of a document. */
  pages: z.int().positive().optional(),
  /** So many of them can be had as pictures, from `page-1` on. */
  previewPages: z.int().positive().max(previewPageVariants.length).optional(),
  /** Given when `full` is a safe copy made of pictures of the pages: what came in can be had as `original`. */
  original: z.object({ mediaType: z.string(), bytes: z.int().nonnegative() }).optional(),
  /** Whether a malware scanner has looked at it; when not, warn before handing out a file that came in as it is. */
  scanned: z.boolean().optional(),
  receipt: sanitisingReceipt.optional(),
  createdAt: timestamp,
});

export interface Attachment extends z.output<typeof attachment> {}
