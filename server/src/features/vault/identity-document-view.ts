/** What leaves the server of an identity document, beside its picture. */
import type { IdentityDocument } from '@senim/contract';
import type { IdentityDocumentRecord } from './identity-document-repository.ts';

export const toIdentityDocumentView = (record: IdentityDocumentRecord): IdentityDocument => ({
  id: record.id,
  conversationId: record.conversationId,
  ownerId: record.ownerId,
  documentType: record.documentType,
  ...(record.requestId === undefined ? {} : { requestId: record.requestId }),
  status: record.status,
  pages: record.pages,
  createdAt: record.createdAt.toISOString(),
});
