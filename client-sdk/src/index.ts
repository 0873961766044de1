/** Everything public, by name. */
export type {
  Attachment,
  DestructionCertificate,
  DocumentRequest,
  EventPayload,
  ExtractedFields,
  IdentityDocument,
  Message,
  Problem,
  ProblemCode,
  Verification,
} from '@senim/contract';
export type { AgentRole, VerdictReason } from '@senim/contract/constants';
export {
  agentRoles,
  attachmentKinds,
  identityDocumentTypes,
  limits,
  previewPageVariants,
  purposes,
  verdictReasons,
} from '@senim/contract/constants';
export type { Attachments } from './attachments/attachments.ts';
export type { ContentOptions } from './attachments/content-options.ts';
export type {
  PreparedPhoto,
  SendAttachmentOptions,
  TakenOut,
  UploadOptions,
  UploadPhase,
  UploadProgress,
} from './attachments/upload-options.ts';
export type { WaitOptions } from './attachments/when-available.ts';
export type { ClientOptions } from './client-options.ts';
export type { ConnectionState, StateChange } from './connection/connection-state.ts';
export type { Conversation } from './conversations/conversation.ts';
export type {
  ConversationDetails,
  ConversationEvents,
  DocumentRequestWish,
  FailedMessage,
  MessagePage,
  PendingMessage,
  SendOptions,
} from './conversations/conversation-events.ts';
export type {
  Conversations,
  ConversationsEvents,
  ListConversations,
  OpenConversation,
} from './conversations/conversations.ts';
export { type ClientErrorCode, SenimError } from './errors/senim-error.ts';
export type { Unsubscribe } from './events/typed-emitter.ts';
export { type Agents, type ClientEvents, type Consents, SenimClient } from './senim-client.ts';
export { MemoryOutboxStore, type OutboxEntry, type OutboxStore } from './sync/outbox-store.ts';
export type { IdentityDocuments, LookAtIdentityDocument } from './vault/identity-documents.ts';
export type { NewIdentityDocument } from './vault/new-identity-document.ts';
export { type Verdicts, verdictsOf } from './vault/verdicts.ts';
export type {
  Agent,
  AnswerDifference,
  AttachmentKind,
  CheckedFields,
  Consent,
  Credentials,
  DecideOnIdentityDocument,
  GiveConsent,
  IdentityDocumentType,
  Locale,
  NewAgent,
  NewVisitor,
  PersonalDataExport,
  Policy,
  Purpose,
  ReadFields,
  SignedInAgent,
} from './wire-types.ts';
