/** The form of an attachment. */
import type { Attachment } from '@senim/contract';
import type { AttachmentKind } from '../wire-types.ts';
import type { UploadParts } from './running-upload.ts';
import { upload } from './upload.ts';
import type { UploadOptions } from './upload-options.ts';

export const uploadAttachment = (
  parts: UploadParts,
  conversationId: string,
  kind: AttachmentKind,
  file: Blob,
  options?: UploadOptions,
): Promise<Attachment> =>
  upload(parts, {
    ...options,
    path: '/v1/attachments',
    fields: [
      ['conversationId', conversationId],
      ['kind', kind],
      ...(options?.notIdentityDocument ? [['notIdentityDocument', 'true'] as const] : []),
    ],
    file,
    defaultName: kind,
    isPhoto: kind === 'photo',
  });
