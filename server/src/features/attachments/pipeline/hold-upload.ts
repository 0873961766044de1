/** Without a verdict: what was inspected is kept, sealed, as an object that nobody is served. */
import { ProblemError } from '#kernel/problem-error';
import type { HoldRow, IntakeContext } from './intake-context.ts';
import type { Inspected } from './upload.ts';

export const holdUpload = async (
  upload: Inspected,
  holdRow: HoldRow,
  { objects, undo, signal }: IntakeContext,
): Promise<void> => {
  const draft = await objects.draft(upload.id, 'quarantine');
  await objects.announce([draft]);
  const bytes = await objects.put(draft, upload.file.read(), signal);
  signal.throwIfAborted();
  // It was swept away as left over, or erased with its conversation.
  if (!(await holdRow(upload, { id: draft.id, bytes }))) throw new ProblemError('service/unavailable');
  undo.move();
};
