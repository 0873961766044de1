/** Proof that an identity document was destroyed: what, when, by which rule, and where the audit log says so. */
import * as z from 'zod';
import { identityDocumentTypes } from '../constants.ts';
import { identityDocumentId, principalId, timestamp, uuid } from '../shared/ids.ts';

export const destructionCertificate = z.object({
  id: uuid(),
  identityDocumentId,
  subjectId: principalId,
  documentType: z.enum(identityDocumentTypes),
  rule: z.enum(['result', 'term', 'lost']).describe('Decided on; its term was over; its bytes were found missing'),
  keyDestroyedAt: timestamp.describe('From then on nobody can read it, nor any copy of it'),
  bytes: z.enum(['removed', 'awaiting-removal']).describe('The unreadable rest in the store'),
  objects: z.array(
    z.object({
      nameSha256: z.string().describe('Of the object’s name in the store'),
      keyId: z.string().nullable().describe('The key-encryption key that its own key was wrapped under'),
    }),
  ),
  auditEntry: z.int().describe('The number of the entry in the audit log'),
});

export interface DestructionCertificate extends z.output<typeof destructionCertificate> {}
