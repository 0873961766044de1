/** Every problem: its code, status and title, and whether trying again can help. The only place these are written. */

export interface CatalogueEntry {
  /** HTTP status; on acks as well, so that one table serves both. */
  readonly status: number;
  readonly title: string;
  /** True when the same request may succeed later without a change. */
  readonly retryable: boolean;
}

export const problemCatalogue = {
  'auth/token-missing': { status: 401, title: 'A token is needed', retryable: false },
  'auth/token-invalid': { status: 401, title: 'The token is not valid', retryable: false },
  'auth/token-expired': { status: 401, title: 'The token has expired', retryable: false },
  'auth/credentials-invalid': { status: 401, title: 'E-mail address or password is wrong', retryable: false },
  'auth/forbidden': { status: 403, title: 'This is not open to your role', retryable: false },
  'auth/origin-refused': { status: 403, title: 'This site is not on the list of allowed origins', retryable: false },
  'consent/required': { status: 403, title: 'A consent is needed first', retryable: false },
  'consent/version-outdated': { status: 409, title: 'The policy has a newer version', retryable: false },
  'request/invalid': { status: 422, title: 'The request is not valid', retryable: false },
  'request/unknown-operation': { status: 404, title: 'There is no such operation', retryable: false },
  'request/ack-missing': { status: 400, title: 'A command needs an acknowledgement callback', retryable: false },
  'request/malformed': { status: 400, title: 'The request cannot be read', retryable: false },
  'request/too-large': { status: 413, title: 'The request is too large', retryable: false },
  'request/timeout': { status: 408, title: 'The request took too long', retryable: true },
  'request/in-progress': { status: 409, title: 'The same request is still under way', retryable: true },
  'request/key-reused': { status: 422, title: 'The idempotency key belongs to another request', retryable: false },
  'rate/limited': { status: 429, title: 'Too many requests', retryable: true },
  'conversation/not-found': { status: 404, title: 'There is no such conversation', retryable: false },
  'conversation/closed': { status: 409, title: 'The conversation is closed', retryable: false },
  'conversation/peer-not-found': { status: 404, title: 'There is no such person to talk to', retryable: false },
  'agent/not-found': { status: 404, title: 'There is no such agent', retryable: false },
  'agent/exists': { status: 409, title: 'An agent with this e-mail address exists', retryable: false },
  'message/not-found': { status: 404, title: 'There is no such message', retryable: false },
  'message/empty': { status: 422, title: 'A message needs text or an attachment', retryable: false },
  'message/redacted': { status: 409, title: 'The message has been redacted', retryable: false },
  'attachment/not-found': { status: 404, title: 'There is no such attachment', retryable: false },
  'attachment/not-available': { status: 409, title: 'The attachment cannot be used', retryable: false },
  'attachment/too-large': { status: 413, title: 'The file is too large', retryable: false },
  'attachment/type-not-allowed': { status: 415, title: 'Files of this type are not accepted', retryable: false },
  'attachment/unsafe': { status: 422, title: 'The file has an unsafe structure', retryable: false },
  'attachment/unreadable': { status: 422, title: 'The file cannot be read', retryable: false },
  'attachment/infected': { status: 422, title: 'The file carries malware', retryable: false },
  'attachment/identity-document': {
    status: 422,
    title: 'Identity documents go into the vault, not into the chat',
    retryable: false,
  },
  'attachment/identity-document-suspected': {
    status: 422,
    title: 'Is this an identity document?',
    retryable: false,
  },
  'attachment/range-invalid': { status: 416, title: 'The range lies outside the file', retryable: false },
  'attachment/quota-exceeded': { status: 429, title: 'Enough was uploaded for today', retryable: true },
  'upload/not-found': { status: 404, title: 'There is no such upload; start anew', retryable: false },
  'upload/offset-mismatch': { status: 409, title: 'The upload stands elsewhere; ask where', retryable: false },
  'upload/busy': { status: 423, title: 'The upload is being written to', retryable: true },
  'upload/too-many': { status: 429, title: 'Too many uploads at once', retryable: true },
  'upload/version-unsupported': { status: 412, title: 'The upload needs tus 1.0.0', retryable: false },
  'attachment/precondition-failed': { status: 412, title: 'The file is not the one that was meant', retryable: false },
  'identity-document/not-found': { status: 404, title: 'There is no such identity document', retryable: false },
  'identity-document/decided': { status: 409, title: 'The identity document has been decided on', retryable: false },
  'identity-document/fields-invalid': {
    status: 422,
    title: 'What was read from the document does not agree with itself',
    retryable: false,
  },
  'verification/not-found': { status: 404, title: 'There is no such verification', retryable: false },
  'document-request/not-found': { status: 404, title: 'There is no such document request', retryable: false },
  'document-request/not-open': { status: 409, title: 'The document request is no longer open', retryable: false },
  'document-request/type-not-asked': { status: 422, title: 'This document was not asked for', retryable: false },
  'identity-document/look-not-found': { status: 404, title: 'There is no such look', retryable: false },
  'identity-document/look-waiting': {
    status: 409,
    title: 'A second verifier has to approve the look first',
    retryable: false,
  },
  'identity-document/look-over': {
    status: 409,
    title: 'The look is over; open it anew with a reason',
    retryable: false,
  },
  'retention/hold-not-found': { status: 404, title: 'There is no such hold', retryable: false },
  'service/unavailable': { status: 503, title: 'A part of the service is down', retryable: true },
  'service/internal': { status: 500, title: 'Something went wrong on our side', retryable: true },
} as const satisfies Record<`${string}/${string}`, CatalogueEntry>;

export type ProblemCode = keyof typeof problemCatalogue;

/** What any command or route may answer with, whatever else it declares. */
export const commonProblems = [
  'auth/token-missing',
  'auth/token-invalid',
  'auth/token-expired',
  'auth/forbidden',
  'auth/origin-refused',
  'request/invalid',
  'request/unknown-operation',
  'request/ack-missing',
  'request/malformed',
  'request/too-large',
  'request/timeout',
  'rate/limited',
  'service/unavailable',
  'service/internal',
] as const satisfies readonly ProblemCode[];
