/** The one shape of a refusal on all channels (RFC 9457), and the envelope of an acknowledgement. */
import * as z from 'zod';
import { type ProblemCode, problemCatalogue } from './catalogue.ts';

export const problem = z.object({
  type: z.string().describe('URI of the documentation of this code'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problemCatalogue) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string().optional().describe('For developers: “unable to ⟨operation⟩; ⟨reason⟩”'),
  instance: z.string().optional().describe('The operation: `urn:senim:message:send`'),
  retryable: z.boolean(),
  retryAfterMs: z.int().optional(),
  traceId: z.string(),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .optional()
    .describe('JSON Pointer (RFC 6901) and reason of each bad field'),
});

/** A refusal, as every channel carries it. */
export interface Problem extends z.output<typeof problem> {}

/** What every command is answered with. */
export type Ack<Data> = { ok: true; data: Data } | { ok: false; problem: Problem };
