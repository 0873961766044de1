/** May this kind of caller use this operation at all? Asked before anything is said about its payload. */
import type { Caller } from '@senim/contract';
import { callersOf, type Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';

/** Throws `auth/forbidden`. */
export const authorise = (principal: Principal, callers: readonly Caller[]): void => {
  if (!callersOf(principal).some((caller) => callers.includes(caller))) throw new ProblemError('auth/forbidden');
};
