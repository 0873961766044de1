/** What the feature needs from storage. */
import type { Conversation } from '@senim/contract';
import type { ConversationState } from './conversation-access.ts';

export interface ConversationFilter {
  /** Whose: a participant's conversations, or the whole support inbox. */
  readonly readableBy: { readonly participant: string } | 'support';
  readonly status?: 'open' | 'closed' | undefined;
  /** An agent's id, or null for those that nobody has. */
  readonly assignedTo?: string | null | undefined;
  readonly before?: Date | undefined;
  readonly limit: number;
}

export interface ConversationRepository {
  findState(id: string): Promise<ConversationState | undefined>;
  /** As clients see them, in the order of the ids; unknown ids are left out. */
  findViews(ids: readonly string[]): Promise<Conversation[]>;
  /** Ids, the most recently active first. */
  list(filter: ConversationFilter): Promise<string[]>;
  /** The open support conversation of that person; made when there is none. */
  openSupport(person: string, topic: string | undefined): Promise<{ id: string; isNew: boolean }>;
  /** The one conversation of those two; made when there is none. */
  openDirect(person: string, peer: string): Promise<{ id: string; isNew: boolean }>;
  /** False when it is closed or unknown. */
  assign(id: string, agentId: string): Promise<boolean>;
  /** False when nothing changed. */
  close(id: string): Promise<boolean>;
  /** The most recently active conversations of a participant. */
  idsOfParticipant(principalId: string, limit: number): Promise<string[]>;
}
