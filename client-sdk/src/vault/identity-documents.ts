/** Identity documents: they go into the vault, and only a verifier looks at them. */
import type { IdentityDocument } from '@senim/contract';
import type { UploadOptions } from '../attachments/upload-options.ts';
import type { IdentityDocumentType } from '../wire-types.ts';

export interface NewIdentityDocument extends UploadOptions {
  readonly conversationId: string;
  readonly documentType: IdentityDocumentType;
  readonly file: Blob;
}

export interface LookAtIdentityDocument {
  /** Why, in the verifier's words: up to 500 characters, kept in the audit log. */
  readonly reason?: string;
  readonly signal?: AbortSignal;
}

export interface IdentityDocuments {
  /** Hands over an identity document. Rejects with `attachment/…`, `consent/required`, `network/…` or `client/aborted`. */
  create(document: NewIdentityDocument): Promise<IdentityDocument>;
  /** For verifiers: what is in the vault, the newest first. */
  list(which?: { readonly conversationId?: string }): Promise<readonly IdentityDocument[]>;
  /** For verifiers: the watermarked picture. Every look is recorded. Rejects with `identity-document/not-found`, `request/invalid`. */
  content(id: string, look?: LookAtIdentityDocument): Promise<Blob>;
}
