/** A look at an identity document, as staff see it; and as the document's owner does. */
import * as z from 'zod';
import { agentRoles, identityDocumentTypes, lookCauses } from '../constants.ts';
import { identityDocumentId, identityDocumentLookId, principalId, timestamp } from '../shared/ids.ts';
import { identityDocument } from './identity-document.ts';

export const identityDocumentLook = z.object({
  id: identityDocumentLookId,
  identityDocumentId,
  documentType: z.enum(identityDocumentTypes),
  viewerId: principalId,
  viewerName: z.string().optional(),
  role: z.enum(agentRoles).describe('In which the viewer looks'),
  cause: z.enum(lookCauses).optional(),
  reason: z.string().optional(),
  isGlassBroken: z.boolean().describe('Opened without the second person, or by somebody who usually does not look'),
  state: z
    .enum(['waiting', 'open', 'over', 'refused'])
    .describe('`waiting` for a second person; `over` when its time has passed'),
  pages: z.int().positive(),
  createdAt: timestamp,
  openUntil: timestamp.optional(),
});

export interface IdentityDocumentLook extends z.output<typeof identityDocumentLook> {}

/** Nobody's name: in which role somebody looked, when, and why. */
export const lookAtMine = z.object({
  at: timestamp,
  role: z.enum(agentRoles),
  cause: z.enum(lookCauses).optional(),
  isGlassBroken: z.boolean(),
});

export interface LookAtMine extends z.output<typeof lookAtMine> {}

export const myIdentityDocument = identityDocument.extend({ looks: z.array(lookAtMine) });

export interface MyIdentityDocument extends z.output<typeof myIdentityDocument> {}
