/** A hold: nothing of this conversation may be destroyed. */
import * as z from 'zod';
import { conversationId, holdId, principalId, timestamp } from '../shared/ids.ts';

export const hold = z.object({
  id: holdId,
  conversationId,
  placedBy: principalId,
  placedAt: timestamp,
  releasedAt: timestamp.optional(),
});
