/** Headers that more than one route knows. */
import * as z from 'zod';
import { uuid } from './ids.ts';

export const idempotencyKey = uuid()
  .optional()
  .describe('Drawn by the caller: the same request under the same key is carried out once, and answered as at first');

/** Of the tus protocol, on every request but `GET` and `OPTIONS`; another version is answered with 412. */
export const tusResumable = z.string().max(16).optional().describe('`1.0.0`; needed');

/** A number of bytes, as tus writes it. */
export const byteCount = z.string().regex(/^(0|[1-9]\d{0,14})$/);
