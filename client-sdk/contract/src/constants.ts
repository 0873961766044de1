/** Names and limits that both sides need at run time, without the cost of the schemas. */

/** Rises when a removal or a narrowed type would break an older client. */
export const PROTOCOL_VERSION = 1;

/** Every bound of the protocol, in one place; each is enforced by the server and known to the client. */
export const limits = {
  /** Longest message, in UTF-16 code units. */
  messageCharacters: 5_000,
  /** Most attachments on one message. */
  attachmentsPerMessage: 10,
  /** Longest topic of a support conversation, in UTF-16 code units. */
  topicCharacters: 200,
  /** Largest page of history. */
  messagesPerPage: 100,
  /** Largest page of conversations. */
  conversationsPerPage: 100,
  /** Most conversations a client may resume at once. */
  headsPerResume: 500,
  /** Largest photo, in bytes. */
  photoBytes: 25 * 1024 * 1024,
  /** Largest voice message, in bytes. */
  voiceBytes: 10 * 1024 * 1024,
  /** Longest voice message, in seconds. */
  voiceSeconds: 600,
  /** Largest file, in bytes. */
  fileBytes: 100 * 1024 * 1024,
  /** Largest identity document, in bytes. */
  identityDocumentBytes: 25 * 1024 * 1024,
  /** Longest reason of a document request, in UTF-16 code units. */
  documentRequestReasonCharacters: 500,
  /** Longest time that a document request stays open. */
  documentRequestDays: 30,
  /** Largest frame of the socket, in bytes; beyond it the connection is closed, below it a problem is answered. */
  frameBytes: 2_500_000,
} as const;

/** What a person says before the required purposes are consented to is not kept (S8). */
export const purposes = { required: ['service'], optional: ['photo', 'voice'] } as const;

export const attachmentKinds = ['photo', 'voice', 'file'] as const;

/** Why a file that was being checked was not taken; `unchecked`: the scanner had no verdict for too long. */
export const rejectionReasons = [
  'too-large',
  'type-not-allowed',
  'unsafe',
  'unreadable',
  'infected',
  'consent-missing',
  'identity-document',
  'identity-document-suspected',
  'unchecked',
] as const;

export type RejectionReason = (typeof rejectionReasons)[number];

/** The first pages of a document, as pictures. */
// biome-ignore format: a row of names
export const previewPageVariants = [
  'page-1', 'page-2', 'page-3', 'page-4', 'page-5', 'page-6', 'page-7', 'page-8', 'page-9', 'page-10',
  'page-11', 'page-12', 'page-13', 'page-14', 'page-15', 'page-16', 'page-17', 'page-18', 'page-19', 'page-20',
] as const;

/** What can be had of an attachment: what is offered first, what came in, and pictures of it. */
export const attachmentVariants = ['full', 'original', 'thumbnail', ...previewPageVariants] as const;

export type PreviewPageVariant = (typeof previewPageVariants)[number];
export type AttachmentVariant = (typeof attachmentVariants)[number];

export const identityDocumentTypes = [
  'identity-card',
  'passport',
  'residence-permit',
  'driving-licence',
  'diploma',
  'founding-document',
  'certificate',
  /** Only in answer to a request of a supervisor (S47). */
  'other',
] as const;

/** Why an identity document was not accepted; `other` needs a note. */
export const verdictReasons = [
  'unreadable',
  'incomplete',
  'expired',
  'wrong-document',
  'not-theirs',
  'altered',
  'other',
] as const;

export type VerdictReason = (typeof verdictReasons)[number];

export type IdentityDocumentType = (typeof identityDocumentTypes)[number];
/** Why a verifier looks at an identity document. */
export const lookCauses = ['check', 'recheck', 'correction', 'dispute', 'authority', 'other'] as const;

export type LookCause = (typeof lookCauses)[number];

/** Shortest reason with which glass is broken, in UTF-16 code units. */
export const BROKEN_GLASS_REASON_CHARACTERS = 20;

export const agentRoles = [
  'agent',
  'supervisor',
  'verifier',
  'privacy-officer',
  'authorised-representative',
  'auditor',
  'administrator',
] as const;

export type AgentRole = (typeof agentRoles)[number];

/** The kinds of caller an operation can be open to: two kinds of person, and the roles of staff. */
export type Caller = 'visitor' | 'user' | AgentRole;
