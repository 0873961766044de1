/** What to say of an attachment that cannot be opened: it is still checked, was not accepted and why, or is gone. */
import type { Attachment } from '@senim/client';
import type { Texts } from '../text/en.ts';
import type { FileTexts } from '../text/files/en.ts';

type Reason = NonNullable<Attachment['rejectedFor']>;

const reasons = {
  'too-large': 'problemTooLargeAny',
  'type-not-allowed': 'problemType',
  unsafe: 'problemUnsafe',
  unreadable: 'problemUnreadable',
  infected: 'problemInfected',
  'consent-missing': 'problemConsent',
  'identity-document': 'problemIdentity',
  'identity-document-suspected': 'problemIdentityAsked',
} as const satisfies Partial<Record<Reason, keyof Texts>>;

const isProblem = (reason: string | undefined): reason is keyof typeof reasons =>
  reason !== undefined && Object.hasOwn(reasons, reason);

/** Nothing for one that can be opened. */
export const statusNote = (
  { status, rejectedFor }: Attachment,
  own: Pick<FileTexts, 'held' | 'rejected' | 'unchecked' | 'destroyed'>,
  texts: Texts,
): string | undefined => {
  if (status === 'available') return undefined;
  if (status === 'checking') return own.held;
  if (status === 'destroyed') return own.destroyed;
  if (rejectedFor === 'unchecked') return own.unchecked;
  return isProblem(rejectedFor) ? texts[reasons[rejectedFor]] : own.rejected;
};
