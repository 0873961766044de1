/** May this person hand an identity document over there, and is there room for it? Asked before its first byte is read. */
import { limits } from '@senim/contract/constants';
import type { IntakePolicy } from '#features/attachments/index';
import type { ConsentGate } from '#features/consents/index';
import type { ConversationAccess } from '#features/conversations/index';
import type { DocumentRequestAnswers } from '#features/document-requests/index';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import type { HeldPlace, RepeatedPlace, UploadPlaces } from '#platform/quotas/upload-places';
import type { DocumentType } from './identity-document-repository.ts';

export interface IdentityDocumentAdmitDeps {
  readonly conversationAccess: ConversationAccess;
  readonly consentGate: ConsentGate;
  readonly places: UploadPlaces;
  readonly answers: DocumentRequestAnswers;
  readonly clock: Clock;
}

export interface IdentityDocumentWish {
  readonly conversationId: string;
  readonly documentType: DocumentType;
  /** The document request that it answers. */
  readonly requestId?: string | undefined;
  /** As declared: the most that can come; as much as is allowed when nothing was declared. */
  readonly declaredBytes?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Throws what access, consents and quotas refuse with. */
export type IdentityDocumentAdmit = (wish: IdentityDocumentWish, call: Call) => Promise<HeldPlace | RepeatedPlace>;

/** They come from offices and schools as files; a card is photographed. */
const PDF_TYPES: ReadonlySet<DocumentType> = new Set(['diploma', 'founding-document', 'certificate']);

/** Fine print has to stay readable; of a PDF nothing is kept but pictures of its pages. */
export const identityDocumentPolicy = (documentType: DocumentType): IntakePolicy => ({
  maxBytes: limits.identityDocumentBytes,
  accepts: PDF_TYPES.has(documentType) ? ['image', 'pdf'] : ['image'],
  image: { preset: 'document', maxSide: 4_096 },
  pdf: 'pictures',
});

/** Throws `conversation/not-found`, `conversation/closed` and `consent/required`. */
export const requireMayHandOver = async (
  { conversationAccess, consentGate }: IdentityDocumentAdmitDeps,
  { conversationId }: Pick<IdentityDocumentWish, 'conversationId'>,
  { principal }: Call,
): Promise<void> => {
  const conversation = await conversationAccess.requireWritable(principal, conversationId);
  // What two people show each other is not for the company's verifiers.
  if (conversation.kind !== 'support') throw new ProblemError('conversation/not-found');
  await consentGate.require(principal);
};

export const identityDocumentAdmit =
  (deps: IdentityDocumentAdmitDeps): IdentityDocumentAdmit =>
  async (wish, call) => {
    await requireMayHandOver(deps, wish, call);
    const maxBytes = limits.identityDocumentBytes;
    const { declaredBytes = maxBytes, conversationId, documentType, idempotencyKey } = wish;
    const id = newId(deps.clock.now());
    const bytes = Math.min(declaredBytes, maxBytes);
    const becomes = documentType;
    const place = await deps.places.hold({
      ...{ id, ownerId: call.principal.id, conversationId, becomes, bytes, idempotencyKey },
    });
    // What was handed over before is answered as at first, even if the request is over by now.
    if (place.kind === 'repeated') return place;
    try {
      await deps.answers.requireAnswerable(wish);
      return place;
    } catch (refusal) {
      await place[Symbol.asyncDispose]();
      throw refusal;
    }
  };
