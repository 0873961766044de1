/** Everything held about the caller, as one JSON document in pieces, so that a long history needs little memory (S85). */
import type { Conversation, Message, MyIdentityDocument } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { ConsentView } from '#features/consents/index';
import type { Clock } from '#kernel/clock';
import { Fault } from '#kernel/fault';
import type { Principal } from '#kernel/principal';
import type { PeopleRepository } from './people-repository.ts';

/** Beyond it a person has too many conversations for one document. */
const MOST_CONVERSATIONS = 100_000;
const CONVERSATIONS_PER_PAGE = 20;
const MESSAGES_PER_PAGE = 100;

export interface MeExportDeps {
  readonly people: Pick<PeopleRepository, 'findPeople'>;
  readonly consents: { listOf(principalId: string): Promise<readonly ConsentView[]> };
  readonly conversations: {
    idsOfParticipant(principalId: string, limit: number): Promise<readonly string[]>;
    findViews(ids: readonly string[]): Promise<readonly Conversation[]>;
  };
  /** The oldest messages with a greater number; as the caller sees them. */
  readonly listMessages: (
    principal: Principal,
    conversationId: string,
    after: number,
    limit: number,
  ) => Promise<readonly Message[]>;
  readonly identityDocumentsOf: (principalId: string) => Promise<readonly MyIdentityDocument[]>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export type MeExport = (principal: Principal, traceId: string) => AsyncGenerator<string, void>;

/** The members of an object, without its closing brace. */
const opened = (value: object): string => JSON.stringify(value).slice(0, -1);

async function* messagesOf(deps: MeExportDeps, principal: Principal, conversationId: string): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const page = await deps.listMessages(principal, conversationId, after, MESSAGES_PER_PAGE);
    for (const [index, message] of page.entries()) {
      yield `${after === 0 && index === 0 ? '' : ','}${JSON.stringify(message)}`;
    }
    const last = page.at(-1);
    if (!last || page.length < MESSAGES_PER_PAGE) return;
    after = last.seq;
  }
}

async function* conversationsOf(deps: MeExportDeps, principal: Principal): AsyncGenerator<string> {
  const ids = await deps.conversations.idsOfParticipant(principal.id, MOST_CONVERSATIONS);
  let separator = '';
  for (let start = 0; start < ids.length; start += CONVERSATIONS_PER_PAGE) {
    for (const conversation of await deps.conversations.findViews(ids.slice(start, start + CONVERSATIONS_PER_PAGE))) {
      yield `${separator}${opened(conversation)},"messages":[`;
      yield* messagesOf(deps, principal, conversation.id);
      yield ']}';
      separator = ',';
    }
  }
}

/**
 * Private conversations are in it, because the caller is a participant. What is written while the document is made may be in
 * it or not. The pieces reject with whatever a source rejects with: the document is incomplete then, and does not parse.
 */
export const meExport = (deps: MeExportDeps): MeExport =>
  async function* (principal, traceId) {
    const [person] = await deps.people.findPeople([principal.id]);
    if (!person) throw new Fault('the caller has no record');
    const consents = await deps.consents.listOf(principal.id);
    await deps.audit.append({
      operation: 'me-export',
      outcome: 'granted',
      actorId: principal.id,
      subjectId: principal.id,
      purpose: 'privacy',
      traceId,
    });
    const { id, kind, profile = {}, createdAt } = person;
    yield opened({
      exportedAt: new Date(deps.clock.now()).toISOString(),
      principal: { id, kind, profile, createdAt: createdAt.toISOString() },
      consents,
      identityDocuments: await deps.identityDocumentsOf(principal.id),
    });
    yield ',"conversations":[';
    yield* conversationsOf(deps, principal);
    yield ']}';
  };
