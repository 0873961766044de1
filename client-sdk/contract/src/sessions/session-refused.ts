/** Event: a command that could not be answered by an acknowledgement. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { problem } from '../problems/problem.ts';

export const sessionRefused = defineEvent({
  name: 'session:refused',
  summary: 'A command without an acknowledgement callback was refused, or the server ends the session',
  payload: z.object({ problem }),
});
