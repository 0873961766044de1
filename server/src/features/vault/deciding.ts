/** Puts deciding together: checking, the decision, its results, and the certificates. */
import type { routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import { type DestructionCertificateGetDeps, destructionCertificateGet } from './destruction-certificate-get.ts';
import { type IdentityDocumentCheckDeps, identityDocumentCheck } from './identity-document-check.ts';
import { type IdentityDocumentDecideDeps, identityDocumentDecide } from './identity-document-decide.ts';
import { type VerificationReadDeps, verificationReads } from './verification-read.ts';

export type DecidingDeps = IdentityDocumentCheckDeps &
  Omit<IdentityDocumentDecideDeps, 'vaultKeys'> &
  Omit<VerificationReadDeps, 'vaultKeys'> &
  DestructionCertificateGetDeps & {
    readonly vaultKeys: IdentityDocumentDecideDeps['vaultKeys'] & VerificationReadDeps['vaultKeys'];
  };

export interface Deciding {
  readonly check: RouteHandler<typeof routes.identityDocumentCheck>;
  readonly decide: RouteHandler<typeof routes.identityDocumentDecide>;
  readonly certificate: RouteHandler<typeof routes.identityDocumentCertificate>;
  readonly get: RouteHandler<typeof routes.verificationGet>;
  readonly list: RouteHandler<typeof routes.verificationList>;
  readonly answer: RouteHandler<typeof routes.verificationAnswer>;
}

export const createDeciding = (deps: DecidingDeps): Deciding => ({
  check: identityDocumentCheck(deps),
  decide: identityDocumentDecide(deps),
  certificate: destructionCertificateGet(deps),
  ...verificationReads(deps),
});
