/** Step 9: from quarantine to the store, under the objects' own keys. */
import type { IntakeContext } from './intake-context.ts';
import { proceed, type StepResult } from './step.ts';
import type { Sealed, Stored } from './upload.ts';

export const storeContent = async (upload: Sealed, { objects, signal }: IntakeContext): Promise<StepResult<Stored>> => {
  const puts = await Promise.allSettled(
    upload.drafts.map(async ({ draft, file }) => ({
      id: draft.id,
      // What lay sealed in quarantine is stored as it is: its header is made for its key.
      bytes: await (file.sealed
        ? objects.putSealed(draft, file.sealed, signal)
        : objects.put(draft, file.read(), signal)),
    })),
  );
  // None is under way any more when one has failed, so that all can be removed.
  const stored = puts.map((put) => {
    if (put.status === 'rejected') throw put.reason;
    return put.value;
  });
  return proceed({ ...upload, objects: stored });
};
