/** Step 1: a row for the upload, so that nothing of it is ever unknown. */
import type { IntakeContext } from './intake-context.ts';
import { proceed, type StepResult } from './step.ts';
import type { Offered, Reserved } from './upload.ts';

export const reservePlace = async (
  upload: Offered,
  { rows, objects, undo, signal }: IntakeContext,
): Promise<StepResult<Reserved>> => {
  signal.throwIfAborted();
  const id = await rows.reserve();
  undo.defer(async () => {
    await rows.abandon(id);
    await objects.removeDoomed([id]);
  });
  return proceed({ ...upload, id });
};
