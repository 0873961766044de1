/** Answers who may read a conversation from memory where it can: this is asked for every message. */
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { ConversationAccess, ConversationState } from './conversation-access.ts';
import { canRead } from './conversation-policy.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export interface CachedConversationAccessDeps {
  readonly conversations: Pick<ConversationRepository, 'findState'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** How long a change made on another node may go unnoticed, in milliseconds; append_messages() asks the database itself. */
const LIFETIME_MS = 1_000;
const CACHED_CONVERSATIONS = 50_000;

export interface CachedConversationAccess extends ConversationAccess {
  /** To be called by whoever changes a conversation. */
  forget(conversationId: string): void;
}

interface Entry {
  readonly state: Promise<ConversationState | undefined>;
  /** Counted from the question, not from its answer. */
  readonly until: number;
}

export const cachedConversationAccess = (deps: CachedConversationAccessDeps): CachedConversationAccess => {
  const cache = new Map<string, Entry>();

  const findNow = (id: string): Promise<ConversationState | undefined> => {
    const entry: Entry = { state: deps.conversations.findState(id), until: deps.clock.now() + LIFETIME_MS };
    if (cache.size >= CACHED_CONVERSATIONS) cache.clear();
    cache.set(id, entry);
    const drop = (): void => {
      if (cache.get(id) === entry) cache.delete(id);
    };
    entry.state.then((state) => state ?? drop(), drop);
    return entry.state;
  };

  /** Decided before anything is awaited: of all who ask in the moment when it runs out, only the first goes to the database. */
  const find = (id: string): Promise<ConversationState | undefined> => {
    const known = cache.get(id);
    return known && known.until > deps.clock.now() ? known.state : findNow(id);
  };

  /** Staff who try a private conversation leave a trace; a stranger's wrong id does not. */
  const refuse = async (principal: Principal, state: ConversationState | undefined): Promise<never> => {
    if (state?.kind === 'direct' && principal.kind === 'agent') {
      await deps.audit.append({
        operation: 'conversation-read',
        outcome: 'refused',
        actorId: principal.id,
        actorRoles: principal.roles,
        resource: `conversation:${state.id}`,
        purpose: 'service',
      });
    }
    throw new ProblemError('conversation/not-found');
  };

  const readable =
    (look: typeof find) =>
    async (principal: Principal, id: string): Promise<ConversationState> => {
      const state = await look(id);
      return state && canRead(principal, state) ? state : refuse(principal, state);
    };
  const requireReadable = readable(find);

  return {
    requireReadable,
    requireReadableNow: readable(findNow),
    requireWritable: async (principal, id) => {
      const state = await requireReadable(principal, id);
      if (state.status === 'closed') throw new ProblemError('conversation/closed');
      return state;
    },
    forget: (id) => cache.delete(id),
  };
};
