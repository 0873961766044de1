/** Event: an identity document was decided on. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { verification } from './verification.ts';

export const identityDocumentChanged = defineEvent({
  name: 'identity-document:changed',
  summary: 'An identity document was decided on; its owner alone is told, when the result is final',
  payload: z.object({ verification }),
});
