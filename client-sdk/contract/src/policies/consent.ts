/** A consent as its giver sees it. */
import * as z from 'zod';
import { timestamp } from '../shared/ids.ts';
import { purpose } from './policy-get.ts';

export const consent = z.object({
  id: z.uuid(),
  policyVersion: z.string(),
  locale: z.enum(['kk', 'ru', 'en']),
  textSha256: z.string(),
  purposes: z.array(purpose),
  givenAt: timestamp,
});
