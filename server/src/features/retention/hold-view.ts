/** A hold as the staff see it; its reason stays sealed. */
import type { routes } from '@senim/contract';
import type * as z from 'zod';
import type { Hold } from './hold-repository.ts';

export type HoldView = z.output<typeof routes.holdPlace.response.schema>;

export const toHoldView = (hold: Hold): HoldView => ({
  id: hold.id,
  conversationId: hold.conversationId,
  placedBy: hold.placedBy,
  placedAt: hold.placedAt.toISOString(),
  ...(hold.releasedAt ? { releasedAt: hold.releasedAt.toISOString() } : {}),
});
