/** What the feature needs from storage, beside the messages that requests are. */
import type { IdentityDocumentType } from '@senim/contract';

export interface NewDocumentRequest {
  readonly id: string;
  readonly conversationId: string;
  readonly requestedBy: string;
  readonly clientRequestId: string;
  readonly documentTypes: readonly IdentityDocumentType[];
  readonly keptForSeconds: number;
  readonly openUntil: Date;
  readonly createdAt: Date;
}

export interface PlacedDocumentRequest
  extends Pick<NewDocumentRequest, 'id' | 'documentTypes' | 'openUntil' | 'keptForSeconds'> {
  readonly isNew: boolean;
}

export interface DocumentRequestRepository {
  /**
   * Makes the row that its message will be known by. One that was placed before under the same client's id is left as it is.
   * @returns the first.
   */
  place(request: NewDocumentRequest): Promise<PlacedDocumentRequest>;
  /** Removes a row whose message was refused. */
  drop(id: string): Promise<void>;
  /** Withdraws one that is neither answered nor withdrawn, and counts that as a change. @returns whether something changed. */
  withdraw(conversationId: string, id: string): Promise<boolean>;
  /** Removes rows made before, whose message never came. @returns how many. */
  sweep(before: Date): Promise<number>;
}
