/** Where a conversation stands: enough to notice anything missed. */
import * as z from 'zod';
import { conversationId } from '../shared/ids.ts';

export const head = z.object({
  conversationId,
  seq: z.int().nonnegative(),
  revision: z.int().nonnegative(),
});

export interface Head extends z.output<typeof head> {}
