/** What to tell a person about a refusal or failure, and what to do next. */
import { limits, SenimError } from '@senim/client';
import type { Texts } from '../text/en.ts';
import { formatBytes } from '../text-tools/format.ts';

type Plain = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

const sentences: Partial<Record<string, Plain>> = {
  'auth/token-missing': 'problemSignIn',
  'auth/token-invalid': 'problemSignIn',
  'auth/token-expired': 'problemSignIn',
  'client/token-failed': 'problemSignIn',
  'auth/credentials-invalid': 'problemCredentials',
  'auth/forbidden': 'problemForbidden',
  'auth/origin-refused': 'problemOrigin',
  'consent/required': 'problemConsent',
  'consent/version-outdated': 'consentChanged',
  'request/too-large': 'problemTooLargeAny',
  'rate/limited': 'problemRate',
  'upload/too-many': 'problemRate',
  'attachment/quota-exceeded': 'problemQuota',
  'conversation/closed': 'problemClosed',
  'message/empty': 'problemEmpty',
  'attachment/type-not-allowed': 'problemType',
  'attachment/unsafe': 'problemUnsafe',
  'attachment/unreadable': 'problemUnreadable',
  'attachment/infected': 'problemInfected',
  'attachment/identity-document': 'problemIdentity',
  'attachment/identity-document-suspected': 'problemIdentityAsked',
  'service/unavailable': 'problemUnavailable',
};

const largest = { photo: limits.photoBytes, voice: limits.voiceBytes, file: limits.fileBytes };

export const problemText = (texts: Texts, error: unknown, kind?: keyof typeof largest): string => {
  const code: string = error instanceof SenimError ? error.code : '';
  if (code === 'attachment/too-large') {
    return kind ? texts.problemTooLarge(formatBytes(largest[kind], texts)) : texts.problemTooLargeAny;
  }
  const sentence = sentences[code];
  if (sentence) return texts[sentence];
  if (code.startsWith('network/')) return texts.problemNetwork;
  if (code.endsWith('/not-found')) return texts.problemNotFound;
  return texts.problemGeneric;
};
