/** What is wrong with a multipart body, in the words of the catalogue. */
import { MulterError } from 'multer';
import type * as z from 'zod';
import { ProblemError } from '#kernel/problem-error';

export const toUploadProblem = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof MulterError)) {
    return new ProblemError('request/malformed', { detail: 'unable to upload; the body is broken' }, { cause: error });
  }
  if (error.code === 'LIMIT_FILE_SIZE') return new ProblemError('attachment/too-large');
  if (error.code === 'LIMIT_UNEXPECTED_FILE') {
    return new ProblemError('request/invalid', { detail: 'unable to upload; a file part has an unknown name' });
  }
  if (error.code.startsWith('LIMIT_')) {
    return new ProblemError('request/too-large', { detail: 'unable to upload; too many or too long fields' });
  }
  return new ProblemError('request/malformed', { detail: 'unable to upload; a field has no name' });
};

export type ParsedFields<Fields extends z.ZodObject> =
  | { readonly fields: z.output<Fields> }
  /** Some are not there yet; the problem to answer with when they never come. */
  | { readonly missing: ProblemError };

/** Throws `request/invalid` when all fields are there and one is wrong. */
export const parseFields = <Fields extends z.ZodObject>(schema: Fields, body: object): ParsedFields<Fields> => {
  const result = schema.safeParse({ ...body });
  if (result.success) return { fields: result.data };
  const errors = result.error.issues.map(({ path, code, message }) => ({
    pointer: `/${path.join('/')}`,
    code,
    detail: message,
  }));
  const problem = new ProblemError('request/invalid', { errors });
  if (Object.keys(schema.shape).every((name) => name in body)) throw problem;
  return { missing: problem };
};
