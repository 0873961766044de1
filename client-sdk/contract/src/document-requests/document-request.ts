/** A document request as its readers see it: the part of a message that only the server can make (S48). */
import * as z from 'zod';
import { identityDocumentTypes } from '../constants.ts';
import { timestamp } from '../shared/ids.ts';

export const documentRequest = z.object({
  documentTypes: z.array(z.enum(identityDocumentTypes)).min(1).describe('What is asked for'),
  reason: z.string().describe('Why; empty when it is no longer kept'),
  until: timestamp.describe('From then on an open request is over'),
  status: z.enum(['open', 'answered', 'withdrawn', 'expired']),
  receivedTypes: z.array(z.enum(identityDocumentTypes)).describe('What has come; all of it makes it `answered`'),
  visibleTo: z.enum(['verifiers']).describe('Who will see the documents'),
  keptForSeconds: z
    .int()
    .positive()
    .describe('How long each document is kept at most, as promised when it was asked for'),
});

export interface DocumentRequest extends z.output<typeof documentRequest> {}
