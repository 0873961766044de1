/** The ids of the protocol: UUIDs, time-ordered where the server makes them. */
import * as z from 'zod';

export const principalId = z.uuid().describe('A visitor, a user or an agent');
export const conversationId = z.uuid();
export const messageId = z.uuid();
export const attachmentId = z.uuid();
export const identityDocumentId = z.uuid();
export const holdId = z.uuid();
export const uploadId = z.uuid().describe('A resumable upload');

/** A point in time, RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso.datetime();
