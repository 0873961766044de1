/** Step 10: the row becomes available, and with it the objects; from here on nothing is taken back. */
import { ProblemError } from '#kernel/problem-error';
import type { IntakeContext } from './intake-context.ts';
import { proceed, type StepResult } from './step.ts';
import type { Published, Stored } from './upload.ts';

export const publishResult = async (
  upload: Stored,
  { rows, undo, signal }: IntakeContext,
): Promise<StepResult<Published>> => {
  signal.throwIfAborted();
  // It was swept away as left over, or erased with its conversation.
  if (!(await rows.publish(upload))) throw new ProblemError('service/unavailable');
  undo.move();
  return proceed({ ...upload, isPublished: true });
};
