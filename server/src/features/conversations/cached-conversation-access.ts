/** Answers who may read a conversation from memory where it can: this is asked for every message. */
import type { AuditLog } from '#features/audit/index';
import { type Awaitable, whenKnown } from '#kernel/awaitable';
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
  /** The answer, once it is there. */
  state: Awaitable<ConversationState | undefined>;
  /** Counted from the question, not from its answer. */
  readonly until: number;
}

export const cachedConversationAccess = (deps: CachedConversationAccessDeps): CachedConversationAccess => {
  const cache = new Map<string, Entry>();

  const findNow = (id: string): Promise<ConversationState | undefined> => {
    const found = deps.conversations.findState(id);
    const entry: Entry = { state: found, until: deps.clock.now() + LIFETIME_MS };
    if (cache.size >= CACHED_CONVERSATIONS) cache.clear();
    cache.set(id, entry);
    const drop = (): void => {
      if (cache.get(id) === entry) cache.delete(id);
    };
    found.then((state) => {
      entry.state = state;
      if (!state) drop();
    }, drop);
    return found;
  };

  /** Decided before anything is awaited: of all who ask in the moment when it runs out, only the first goes to the database. */
  const find = (id: string): Awaitable<ConversationState | undefined> => {
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

  const readable = (principal: Principal, state: ConversationState | undefined): Awaitable<ConversationState> =>
    state && canRead(principal, state) ? state : refuse(principal, state);

  const requireReadable = (principal: Principal, id: string): Awaitable<ConversationState> =>
    whenKnown(find(id), (state) => readable(principal, state));

  return {
    requireReadable,
    requireReadableNow: async (principal, id) => readable(principal, await findNow(id)),
    requireWritable: (principal, id) =>
      whenKnown(requireReadable(principal, id), (state) => {
        if (state.status === 'closed') throw new ProblemError('conversation/closed');
        return state;
      }),
    forget: (id) => cache.delete(id),
  };
};
