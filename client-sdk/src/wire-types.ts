/** The types of the contract that callers of the SDK see, under the names they see them by. */
import type { routes } from '@senim/contract';

// What zod's `input` and `output` do, without making zod a dependency of the SDK.
type Input<Schema extends { _zod: { input: unknown } }> = Schema['_zod']['input'];
type Answer<Name extends keyof typeof routes> = (typeof routes)[Name]['response'] extends {
  schema: { _zod: { output: infer Output } };
}
  ? Output
  : never;

/** A language the policy is written in. */
export type Locale = 'kk' | 'ru' | 'en';
/** The privacy policy in force, and what it asks consent for. */
export type Policy = Answer<'policyGet'>;
/** What consent is asked for. */
export type Purpose = Policy['required'][number];
/** A recorded consent. */
export type Consent = Answer<'consentGive'>;
/** What consent is given to. */
export type GiveConsent = Input<(typeof routes)['consentGive']['body']>;
/** A new visitor and the token to act as it. */
export type NewVisitor = Answer<'visitorCreate'>;
/** A signed-in agent and the token to act as it. */
export type SignedInAgent = Answer<'agentSignIn'>;
export type Credentials = Input<(typeof routes)['agentSignIn']['body']>;
export type NewAgent = Input<(typeof routes)['agentCreate']['body']>;
export type Agent = Answer<'agentCreate'>;
/** Everything held about a person. */
export type PersonalDataExport = Answer<'meExport'>;
/** What a verifier decides, with the fields or the machine-readable zone of the document. */
export type DecideOnIdentityDocument = Input<(typeof routes)['identityDocumentDecide']['body']>;
/** What a verifier has read. */
export type ReadFields = Input<(typeof routes)['identityDocumentCheck']['body']>;
/** Whether that agrees with itself and with the profile. */
export type CheckedFields = Answer<'identityDocumentCheck'>;
/** Which is right, profile or document. */
export type AnswerDifference = Input<(typeof routes)['verificationAnswer']['body']>;
/** Which sort of identity document. */
export type IdentityDocumentType = Input<
  (typeof routes)['identityDocumentCreate']['multipart']['fields']
>['documentType'];
export type AttachmentKind = Input<(typeof routes)['attachmentCreate']['multipart']['fields']>['kind'];
