/** Route: proof that an identity document was destroyed, for its owner and for those who watch over it. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { destructionCertificate } from './destruction-certificate.ts';

export const identityDocumentCertificate = defineRoute({
  name: 'identity-document-certificate',
  summary: 'The certificate of an identity document’s destruction',
  method: 'get',
  path: '/v1/identity-documents/{id}/certificate',
  callers: ['visitor', 'user', 'verifier', 'privacy-officer', 'authorised-representative', 'auditor'],
  params: z.strictObject({ id: identityDocumentId }),
  response: { status: 200, schema: destructionCertificate },
  problems: ['identity-document/not-found'],
  processing: { operation: 'read', purpose: 'privacy', categories: ['identity-document'] },
  rateClass: 'query',
});
