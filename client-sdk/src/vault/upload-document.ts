/** The form of an identity document. */
import type { IdentityDocument } from '@senim/contract';
import type { UploadParts } from '../attachments/running-upload.ts';
import { upload } from '../attachments/upload.ts';
import type { NewIdentityDocument } from './new-identity-document.ts';

export const uploadDocument = (
  parts: UploadParts,
  { conversationId, documentType, requestId, file, ...options }: NewIdentityDocument,
): Promise<IdentityDocument> =>
  upload(parts, {
    ...options,
    path: '/v1/identity-documents',
    fields: [
      ['conversationId', conversationId],
      ['documentType', documentType],
      ...(requestId === undefined ? [] : [['requestId', requestId] as const]),
    ],
    file,
    defaultName: documentType,
  });
