/** What verifiers decide on identity documents, and what became of one's own: in no page that does not import it. */
import type { DestructionCertificate, Verification } from '@senim/contract';
import type { HttpClient } from '../http/http-client.ts';
import type { AnswerDifference, CheckedFields, DecideOnIdentityDocument, ReadFields } from '../wire-types.ts';

export interface Verdicts {
  /** Final results of the caller's own documents, the newest first; numbers and names are masked. */
  mine(): Promise<readonly Verification[]>;
  /** Says which is right where profile and document differ; nothing is overwritten. Rejects with `verification/not-found`. */
  answer(verificationId: string, answer: AnswerDifference): Promise<Verification>;
  /** Proof of a document's destruction, for its owner too. Rejects with `identity-document/not-found`. */
  certificate(documentId: string): Promise<DestructionCertificate>;
  /** For verifiers: reads a machine-readable zone, verifies check digits, compares with the profile. Nothing is kept. */
  check(documentId: string, read: ReadFields): Promise<CheckedFields>;
  /**
   * For verifiers: the result; the picture is destroyed with it. Rejects with `identity-document/decided`,
   * `identity-document/fields-invalid`. A rejection may have to be sent by a second verifier as well.
   */
  decide(documentId: string, decision: DecideOnIdentityDocument): Promise<Verification>;
  /** For verifiers: what was decided. Rejects with `verification/not-found`. */
  verification(documentId: string): Promise<Verification>;
}

const MINE = '/v1/me/verifications';

const of = (documentId: string, what: string): string =>
  `/v1/identity-documents/${encodeURIComponent(documentId)}/${what}`;

/** @param client a SenimClient. */
export const verdictsOf = ({ http }: { readonly http: HttpClient }): Verdicts => ({
  mine: async () => {
    const answer = await http.json<{ verifications: readonly Verification[] }>({ method: 'GET', path: MINE });
    return answer.verifications;
  },
  answer: (id, body) => http.json({ method: 'POST', path: `${MINE}/${encodeURIComponent(id)}/answer`, body }),
  certificate: (id) => http.json({ method: 'GET', path: of(id, 'certificate') }),
  check: (id, body) => http.json({ method: 'POST', path: of(id, 'check'), body }),
  decide: (id, body) => http.json({ method: 'POST', path: of(id, 'decision'), body }),
  verification: (id) => http.json({ method: 'GET', path: of(id, 'verification') }),
});
