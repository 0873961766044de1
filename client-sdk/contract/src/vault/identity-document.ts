/** An identity document as its owner and a verifier see it: never its picture. */
import * as z from 'zod';
import { identityDocumentTypes } from '../constants.ts';
import { conversationId, documentRequestId, identityDocumentId, principalId, timestamp } from '../shared/ids.ts';

export const identityDocument = z.object({
  id: identityDocumentId,
  conversationId,
  ownerId: principalId,
  documentType: z.enum(identityDocumentTypes),
  requestId: documentRequestId.optional().describe('The document request that it answers'),
  status: z.enum(['stored', 'destroyed']),
  pages: z.int().positive(),
  createdAt: timestamp,
});

export interface IdentityDocument extends z.output<typeof identityDocument> {}
