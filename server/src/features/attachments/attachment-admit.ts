/** May this person send this file there, and is there room for it? Asked before its first byte is read. */
import type { ConsentGate } from '#features/consents/index';
import type { ConversationAccess } from '#features/conversations/index';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import type { HeldPlace, RepeatedPlace, UploadPlaces } from '#platform/quotas/upload-places';
import { type AttachmentKind, intakePolicies } from './attachment-limits.ts';

export interface AttachmentAdmitDeps {
  readonly conversationAccess: ConversationAccess;
  readonly consentGate: ConsentGate;
  readonly places: UploadPlaces;
  readonly clock: Clock;
}

export interface AttachmentWish {
  readonly conversationId: string;
  readonly kind: AttachmentKind;
  /** As declared: the most that can come; as much as is allowed when nothing was declared. */
  readonly declaredBytes?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** The sender was asked whether it is one, and says that it is not. */
  readonly notIdentityDocument?: boolean | undefined;
}

/** Throws what access, consents and quotas refuse with. */
export type AttachmentAdmit = (wish: AttachmentWish, call: Call) => Promise<HeldPlace | RepeatedPlace>;

type Asked = Pick<AttachmentWish, 'conversationId' | 'kind'>;

/** Throws `conversation/not-found`, `conversation/closed` and `consent/required`. */
export const requireMaySend = async (
  { conversationAccess, consentGate }: AttachmentAdmitDeps,
  { conversationId, kind }: Asked,
  { principal }: Call,
): Promise<void> => {
  await conversationAccess.requireWritable(principal, conversationId);
  await consentGate.require(principal, kind === 'file' ? undefined : kind);
};

export const attachmentAdmit =
  (deps: AttachmentAdmitDeps): AttachmentAdmit =>
  async (wish, call) => {
    await requireMaySend(deps, wish, call);
    const { maxBytes } = intakePolicies[wish.kind];
    const { declaredBytes = maxBytes, conversationId, kind, idempotencyKey } = wish;
    const id = newId(deps.clock.now());
    const bytes = Math.min(declaredBytes, maxBytes);
    return deps.places.hold({ id, ownerId: call.principal.id, conversationId, becomes: kind, bytes, idempotencyKey });
  };

/** The bytes of a repetition are those that came first. Throws `request/key-reused`. */
export const requireSameBytes = (
  places: UploadPlaces,
  { contentMark }: RepeatedPlace,
  sha256: Buffer | undefined,
): void => {
  // What was destroyed has no mark any more.
  if (contentMark === undefined || (sha256 && places.markOf(sha256).equals(contentMark))) return;
  throw new ProblemError('request/key-reused', { detail: 'unable to upload; the key was used with another file' });
};
