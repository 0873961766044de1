/** Makes an error of a problem, whatever channel it came through and however much a newer server has added to it. */
import type { Problem } from '@senim/contract';
import { SenimError } from './senim-error.ts';

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

/** Undefined when the value is not a problem. */
export const errorOfProblem = (value: unknown): SenimError | undefined =>
  isProblem(value)
    ? new SenimError(value.code, value.detail ?? value.title ?? value.code, { problem: value })
    : undefined;

export const unexpectedAnswer = (what: string): SenimError =>
  new SenimError('server/unexpected', `unable to understand the answer to ${what}; it is not of this protocol`);

export const closedError = (): SenimError => new SenimError('client/closed', 'unable to go on; the client was closed');
