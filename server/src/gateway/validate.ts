/** The payload against the contract; each bad field is named by its JSON Pointer (RFC 6901). */
import type * as z from 'zod';
import { ProblemError } from '#kernel/problem-error';

const MOST_ERRORS = 20;

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Throws `request/invalid`. The messages never repeat the value. */
export const validate = <Schema extends z.ZodType>(schema: Schema, payload: unknown, where = ''): z.output<Schema> => {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MOST_ERRORS).map((issue) => ({
    pointer: where + toPointer(issue.path).slice(0, 200),
    code: issue.code ?? 'invalid',
    // An unknown key's name comes from the caller and may be anything.
    detail: issue.code === 'unrecognized_keys' ? 'a field that is not known' : issue.message,
  }));
  throw new ProblemError('request/invalid', { errors });
};
