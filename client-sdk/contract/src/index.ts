/** The first door: schemas and their types. Clients take types only, and constants from `./constants`. */
export * from './attachments/attachment.ts';
export type { AttachmentLink } from './attachments/attachment-link-create.ts';
export * from './constants.ts';
export * from './conversations/conversation.ts';
export * from './define.ts';
export * from './document-requests/document-request.ts';
export * from './messages/message.ts';
export * from './problems/catalogue.ts';
export * from './problems/problem.ts';
export * from './protocol.ts';
export * from './sessions/head.ts';
export { writtenText } from './shared/text.ts';
export * from './uploads/upload.ts';
export * from './vault/destruction-certificate.ts';
export * from './vault/extracted-fields.ts';
export * from './vault/identity-document.ts';
export * from './vault/verification.ts';
export * from './wire-types.ts';
