/** Route: opens a look at an identity document, or asks a second person for it. */
import * as z from 'zod';
import { BROKEN_GLASS_REASON_CHARACTERS, lookCauses } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { identityDocumentLook } from './identity-document-look.ts';

export const identityDocumentLookOpen = defineRoute({
  name: 'identity-document-look-open',
  summary:
    'Open a look at an identity document for some minutes; where a second person is needed it waits for one, unless glass is broken, which needs a longer reason and is told to the owner and to all privacy officers',
  method: 'post',
  path: '/v1/identity-documents/{id}/looks',
  callers: ['verifier', 'privacy-officer', 'authorised-representative'],
  params: z.strictObject({ id: identityDocumentId }),
  body: z
    .strictObject({
      cause: z.enum(lookCauses),
      reason: writtenText().trim().min(1).max(500),
      breakGlass: z.boolean().default(false),
    })
    .refine(({ reason, breakGlass }) => !breakGlass || reason.length >= BROKEN_GLASS_REASON_CHARACTERS, {
      path: ['reason'],
      message: `breaking glass needs a reason of at least ${BROKEN_GLASS_REASON_CHARACTERS} characters`,
    }),
  response: { status: 201, schema: identityDocumentLook },
  problems: ['identity-document/not-found'],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
