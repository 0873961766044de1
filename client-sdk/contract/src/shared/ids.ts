/** The ids of the protocol: UUIDs, time-ordered where the server makes them. */
import * as z from 'zod';

/**
 * A UUID of any version and variant: that is all that `format: uuid` promises, and all that is asked for. Two spellings are one
 * id, in lower case from the moment it comes in.
 */
export const uuid = (): z.ZodGUID => z.guid().toLowerCase();

export const principalId = uuid().describe('A visitor, a user or an agent');
export const conversationId = uuid();
export const messageId = uuid();
/** What the sender calls a message before the server does. */
export const clientMessageId = uuid().describe('Drawn by the sender; a UUID of any version, answered in lower case');
export const attachmentId = uuid();
export const identityDocumentId = uuid();
export const verificationId = uuid();
/** The same as the id of the message that it is part of. */
export const documentRequestId = uuid();
export const identityDocumentLookId = uuid();
export const holdId = uuid();
export const uploadId = uuid().describe('A resumable upload');

/** A point in time, RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso.datetime();
