/** What a step of the pipeline is, and what it may answer. */
import type { NoVerdict } from './malware-scanner.ts';
import type { Inspected } from './upload.ts';

/** For certain, or so that the sender is asked. */
export type DocumentReason = 'identity-document' | 'identity-document-suspected';

/** Why a file is not taken: the end of a problem code, told to the sender. */
export interface Rejection {
  readonly reason: 'too-large' | 'type-not-allowed' | 'unsafe' | 'unreadable' | 'infected' | DocumentReason;
  /** For developers; never personal data. */
  readonly detail: string;
}

/** Neither taken nor refused: nobody could say whether it is malware. */
export interface Held {
  readonly kind: 'hold';
  readonly upload: Inspected;
  readonly why: NoVerdict;
}

/** A step that cannot do its work (a part is down) throws; a file that is not taken, or not yet, is an answer. */
export type StepResult<Next> =
  | { readonly kind: 'continue'; readonly upload: Next }
  | { readonly kind: 'reject'; readonly rejection: Rejection }
  | Held;

export type Step<In, Out, Context> = (upload: In, context: Context) => Promise<StepResult<Out>> | StepResult<Out>;

export const proceed = <Next>(upload: Next): StepResult<Next> => ({ kind: 'continue', upload });

export const reject = (reason: Rejection['reason'], detail: string): { kind: 'reject'; rejection: Rejection } => ({
  kind: 'reject',
  rejection: { reason, detail },
});

export const hold = (upload: Inspected, why: NoVerdict): Held => ({ kind: 'hold', upload, why });

/** One step after the other, until the first that does not go on; each has to take what the one before gives. */
export const inOrder =
  <A, B, C, D, E, F, G, H, I, J, K, Context>(
    ...steps: readonly [
      Step<A, B, Context>,
      Step<B, C, Context>,
      Step<C, D, Context>,
      Step<D, E, Context>,
      Step<E, F, Context>,
      Step<F, G, Context>,
      Step<G, H, Context>,
      Step<H, I, Context>,
      Step<I, J, Context>,
      Step<J, K, Context>,
    ]
  ): Step<A, K, Context> =>
  async (first, context) => {
    let upload: unknown = first;
    for (const step of steps as readonly Step<unknown, unknown, Context>[]) {
      const result = await step(upload, context);
      if (result.kind !== 'continue') return result;
      upload = result.upload;
    }
    return proceed(upload as K);
  };
