/** What is said about an identity document when it is handed over. */
import type { UploadOptions } from '../attachments/upload-options.ts';
import type { IdentityDocumentType } from '../wire-types.ts';

export interface NewIdentityDocument extends UploadOptions {
  readonly conversationId: string;
  readonly documentType: IdentityDocumentType;
  /** The id of the document request that it answers; `other` is taken in answer to one only. */
  readonly requestId?: string | undefined;
  readonly file: Blob;
}
