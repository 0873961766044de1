/** Identity documents: they go into the vault, and only a verifier looks at them. */
import type { IdentityDocument } from '@senim/contract';
import { loadUploads } from '../attachments/load-uploads.ts';
import type { UploadParts } from '../attachments/running-upload.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { NewIdentityDocument } from './new-identity-document.ts';

export interface LookAtIdentityDocument {
  /** Why, in the verifier's words: up to 500 characters, kept in the audit log. */
  readonly reason?: string;
  readonly signal?: AbortSignal;
}

export interface IdentityDocuments {
  /**
   * Hands over an identity document. Rejects with `attachment/…`, `consent/required`, `document-request/…`, `network/…` or
   * `client/aborted`.
   */
  create(document: NewIdentityDocument): Promise<IdentityDocument>;
  /** For verifiers: what is in the vault, the newest first. */
  list(which?: { readonly conversationId?: string }): Promise<readonly IdentityDocument[]>;
  /** For verifiers: the picture. Every look is recorded. Rejects with `identity-document/not-found`, `request/invalid`. */
  content(id: string, look?: LookAtIdentityDocument): Promise<Blob>;
}

const PATH = '/v1/identity-documents';

export const identityDocumentsOver = (http: HttpClient, parts: UploadParts): IdentityDocuments => ({
  create: async (document) => (await loadUploads()).uploadDocument(parts, document),
  list: async ({ conversationId } = {}) => {
    const answer = await http.json<{ identityDocuments: readonly IdentityDocument[] }>({
      method: 'GET',
      path: PATH,
      query: { conversationId },
    });
    return answer.identityDocuments;
  },
  content: (id, { reason, signal } = {}) =>
    http.blob({ method: 'GET', path: `${PATH}/${encodeURIComponent(id)}/content`, query: { reason }, signal }),
});
