/** Event: where recently active conversations stand, so that a lost message is noticed. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { head } from './head.ts';

export const headsChanged = defineEvent({
  name: 'heads:changed',
  summary: 'Sent every few seconds for recently active conversations; a client that is behind reads what it lacks',
  payload: z.object({ heads: z.array(head) }),
});
