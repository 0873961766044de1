/** What the feature needs from storage. */
import type { Head } from '@senim/contract';
import type { Principal } from '#kernel/principal';

export interface HeadRepository {
  /** Where the conversations stand, without those the principal may not read. */
  findReadable(principal: Principal, conversationIds: readonly string[]): Promise<Head[]>;
  /** Conversations active after a moment, with their kind; at most `limit`, the oldest first. */
  listActiveSince(moment: Date, limit: number): Promise<ActiveHead[]>;
  listParticipants(conversations: readonly Head[]): Promise<{ conversationId: string; principalId: string }[]>;
}

export interface ActiveHead extends Head {
  readonly kind: 'support' | 'direct';
  readonly lastActivityAt: Date;
}
