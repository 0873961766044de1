/** What the vault needs from storage; there is no name and no picture among it. */
import type { IdentityDocument } from '@senim/contract';

export type DocumentType = IdentityDocument['documentType'];

export interface IdentityDocumentRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly documentType: DocumentType;
  readonly requestId: string | undefined;
  readonly status: 'stored' | 'destroyed';
  readonly mediaType: string;
  readonly pages: number;
  readonly createdAt: Date;
}

export type NewIdentityDocument = Pick<
  IdentityDocumentRecord,
  'id' | 'conversationId' | 'ownerId' | 'documentType' | 'requestId' | 'mediaType' | 'pages' | 'createdAt'
>;

export interface IdentityDocumentRepository {
  /**
   * Makes the row, links it to the request that it answers, and marks its objects as stored.
   * @returns false, and changes nothing, when its place or an object is gone. Throws `document-request/not-open`.
   */
  publish(
    document: NewIdentityDocument,
    objects: readonly { readonly id: string; readonly bytes: number }[],
    place: { readonly bytes: number; readonly contentMark: Buffer },
  ): Promise<boolean>;
  /** Dooms the objects of a document that was never published; one that was stays as it is. */
  abandon(id: string): Promise<void>;
  find(id: string): Promise<IdentityDocumentRecord | undefined>;
  /** The newest first. */
  list(conversationId: string | undefined, limit: number): Promise<readonly IdentityDocumentRecord[]>;
  /** Marks as destroyed, forgets the headers, dooms the objects, with a certificate for each. @param isLost their bytes are gone already. */
  destroy(ids: readonly string[], isLost?: boolean): Promise<void>;
}
