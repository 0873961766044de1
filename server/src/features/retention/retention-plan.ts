/** From terms and clocks to the moments before which things are due. Pure (M10). */
import { Fault } from '#kernel/fault';
import type { RetentionTerms } from './retention-terms.ts';

/** What was made before the moment is due. */
export type RetentionCutoffs = { readonly [Category in keyof RetentionTerms]: Date };

export interface Clocks {
  /** This node's, in milliseconds since the Unix epoch. */
  readonly node: number;
  /** The database's. */
  readonly database: number;
}

/**
 * The clock that is behind decides, so that a clock that has run ahead destroys nothing early (control 64).
 * Throws a Fault when a term is not a positive number: nothing is due by mistake.
 */
export const planRetention = (terms: RetentionTerms, clocks: Clocks): RetentionCutoffs => {
  const now = Math.min(clocks.node, clocks.database);
  const before = (category: keyof RetentionTerms): Date => {
    const seconds = terms[category];
    if (!(seconds > 0 && Number.isFinite(seconds))) throw new Fault(`the retention term of ${category} is not usable`);
    return new Date(Math.max(0, Math.floor(now - seconds * 1_000)));
  };
  return {
    message: before('message'),
    photo: before('photo'),
    voice: before('voice'),
    file: before('file'),
    identityDocument: before('identityDocument'),
    unlinked: before('unlinked'),
  };
};
