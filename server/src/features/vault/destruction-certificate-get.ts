/** Use case: the certificate of a destruction; others' documents are “not found” to a customer. */
import type { DestructionCertificate, routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';

export interface DestructionCertificateGetDeps {
  readonly findCertificate: (documentId: string) => Promise<DestructionCertificate | undefined>;
}

export const destructionCertificateGet =
  ({ findCertificate }: DestructionCertificateGetDeps): RouteHandler<typeof routes.identityDocumentCertificate> =>
  async ({ params, principal }) => {
    const certificate = await findCertificate(params.id);
    const isTheirs = principal.kind === 'agent' || certificate?.subjectId === principal.id;
    if (!certificate || !isTheirs) throw new ProblemError('identity-document/not-found');
    return certificate;
  };
