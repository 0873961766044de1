/** An expected refusal, with its code: the one way to say no. */
import { type ProblemCode, problemCatalogue } from '@senim/contract';

export interface ProblemDetails {
  /** For developers, in the form “unable to ⟨operation⟩; ⟨reason⟩”. Never personal data. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
  /** JSON Pointer and reason of each bad field. */
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(details.detail ?? problemCatalogue[code].title, options);
    this.code = code;
    this.details = details;
  }
}
