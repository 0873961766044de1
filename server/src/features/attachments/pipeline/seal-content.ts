/** Step 8: a key for each object, wrapped, and on the list before the first byte is stored. */
import type { IntakeContext } from './intake-context.ts';
import { proceed, type StepResult } from './step.ts';
import type { Cleared, Sealed } from './upload.ts';

export const sealContent = async (upload: Cleared, { objects }: IntakeContext): Promise<StepResult<Sealed>> => {
  const drafts = await Promise.all(
    upload.outputs.map(async ({ variant, file }) => ({
      draft: await objects.draft(upload.id, variant, file.sealed),
      file,
    })),
  );
  await objects.announce(drafts.map(({ draft }) => draft));
  return proceed({ ...upload, drafts });
};
