/** Makes an error of a problem, whatever channel it came through and however much a newer server has added to it. */
import type { Problem } from '@senim/contract';
import { SenimError } from './senim-error.ts';

/** Undefined when the value is not a problem. */
export const errorOfProblem = (value: unknown): SenimError | undefined => {
  const problem = value as Partial<Problem> | null | undefined;
  if (typeof problem?.code !== 'string') return undefined;
  return new SenimError(problem.code, problem.detail ?? problem.title ?? problem.code, { problem: problem as Problem });
};
