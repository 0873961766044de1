/** A conversation as its readers see it. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { conversationId, principalId, timestamp } from '../shared/ids.ts';

export const participant = z.object({
  id: principalId,
  kind: z.enum(['visitor', 'user', 'agent']),
  name: z.string().optional(),
  /** Read up to this number. */
  readSeq: z.int().nonnegative(),
  deliveredSeq: z.int().nonnegative(),
  /** Absent when it is not known: what the nodes have in common cannot be reached. */
  online: z.boolean().optional(),
});

export const conversation = z.object({
  id: conversationId,
  kind: z.enum(['support', 'direct']),
  status: z.enum(['open', 'closed']),
  topic: z.string().max(limits.topicCharacters).optional(),
  assignedTo: principalId.optional(),
  /** The number of the newest message; 0 when there is none. */
  headSeq: z.int().nonnegative(),
  /** Rises with each edit and redaction, so that a client can tell that it missed one. */
  revision: z.int().nonnegative(),
  participants: z.array(participant),
  createdAt: timestamp,
  lastActivityAt: timestamp,
});

export interface Conversation extends z.output<typeof conversation> {}
