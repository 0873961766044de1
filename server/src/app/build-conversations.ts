/** Conversations, messages, receipts, presence and sessions with their real stores. */

import { cachedConversationAccess } from '#features/conversations/cached-conversation-access';
import { announceConversation } from '#features/conversations/conversation-announcer';
import { conversationAssign } from '#features/conversations/conversation-assign';
import { conversationClose } from '#features/conversations/conversation-close';
import { conversationList } from '#features/conversations/conversation-list';
import { conversationOpen } from '#features/conversations/conversation-open';
import { conversationsInPostgres } from '#features/conversations/conversation-repository.postgres';
import { documentRequestCreate } from '#features/document-requests/document-request-create';
import { documentRequestList } from '#features/document-requests/document-request-list';
import { documentRequestsInPostgres } from '#features/document-requests/document-request-repository.postgres';
import { documentRequestWithdraw } from '#features/document-requests/document-request-withdraw';
import { messageAppender } from '#features/messages/message-appender';
import { messageEdit } from '#features/messages/message-edit';
import { messageList } from '#features/messages/message-list';
import { messageRedact } from '#features/messages/message-redact';
import { messagesInPostgres } from '#features/messages/message-repository.postgres';
import { messageSend } from '#features/messages/message-send';
import type { DescribeAttachments } from '#features/messages/message-views';
import { typingSet } from '#features/presence/typing-set';
import { receiptMark } from '#features/receipts/receipt-mark.postgres';
import { headsInPostgres } from '#features/sessions/head-repository.postgres';
import { sessionResume } from '#features/sessions/session-resume';
import type { UseCases } from '#kernel/call';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';
import type { Realtime } from './build-realtime.ts';

/** What conversations are made of, needed by the attachments as well. */
export const buildConversations = (platform: Platform, { people, audit }: People, { presence, fanOut }: Realtime) => {
  const { database, dataKeys, clock } = platform;
  const conversations = conversationsInPostgres({ database, dataKeys, clock, people, presence });
  const access = cachedConversationAccess({ conversations, audit, clock });
  const announce = announceConversation({ conversations, access, fanOut });
  const messages = messagesInPostgres({ database, dataKeys, clock });
  const documentRequests = documentRequestsInPostgres(database);
  return { conversations, access, announce, messages, documentRequests, appender: messageAppender(messages) };
};

export type Conversations = ReturnType<typeof buildConversations>;

export interface AttachmentUses {
  readonly describe: DescribeAttachments;
  readonly destroy: (ids: readonly string[], options: { readonly isSoonEnough: boolean }) => Promise<void>;
}

/** Wire name → use case, complete by type. */
export const commandTable = (
  platform: Platform,
  { people, consents, audit }: People,
  { fanOut }: Realtime,
  parts: Conversations,
  attachments: AttachmentUses,
): UseCases => {
  const { database, dataKeys, clock } = platform;
  const { conversations, access, announce, messages, appender } = parts;
  const describeAttachments = attachments.describe;
  // A message can be redacted while the store is down.
  const destroyAttachments = (ids: readonly string[]) => attachments.destroy(ids, { isSoonEnough: true });
  const changes = { access, messages, dataKeys, describeAttachments, destroyAttachments, fanOut };
  const consentGate = consents.gate;
  const asking = {
    ...{ access, messages, appender, dataKeys, audit, fanOut, clock },
    findConversation: conversations.findState,
    requests: parts.documentRequests,
    keptForSeconds: platform.config.retention.identityDocument,
  };
  return {
    'conversation:open': conversationOpen({ conversations, consentGate, people, announce }),
    'conversation:list': conversationList(conversations),
    'conversation:assign': conversationAssign({ conversations, access, people, announce }),
    'conversation:close': conversationClose({ conversations, access, announce }),
    'message:send': messageSend({ ...changes, consentGate, appender, clock }),
    'message:list': messageList({ access, messages, describeAttachments }),
    'message:edit': messageEdit(changes),
    'message:redact': messageRedact(changes),
    'document-request:create': documentRequestCreate(asking),
    'document-request:withdraw': documentRequestWithdraw(asking),
    'document-request:list': documentRequestList(asking),
    'receipt:mark': receiptMark({ access, database, fanOut }),
    'typing:set': typingSet({ access, fanOut }),
    'session:resume': sessionResume({ heads: headsInPostgres(database), messages, describeAttachments }),
  };
};
