/** THE LIST of what happens to every file that is uploaded. */
import { catchDocument } from './catch-document.ts';
import { holdUpload } from './hold-upload.ts';
import { inspectStructure } from './inspect-structure.ts';
import type { IntakeContext, IntakeParts, IntakeRows } from './intake-context.ts';
import { publishResult } from './publish-result.ts';
import { reservePlace } from './reserve-place.ts';
import { sanitiseContent } from './sanitise-content.ts';
import { scanMalware } from './scan-malware.ts';
import { sealContent } from './seal-content.ts';
import { sniffType } from './sniff-type.ts';
import { spoolBytes } from './spool-bytes.ts';
import { inOrder, type StepResult } from './step.ts';
import { storeContent } from './store-content.ts';
import type { Offered, Published } from './upload.ts';

/**
 * The order is the security argument: nothing is parsed before it is counted, nothing served before it is scanned.
 *
 * Where scanMalware has no verdict it answers `hold`: holdUpload keeps the file as it came, and the list is gone through
 * again from there, from the first step, when there may be one (`held/recheck-upload.ts`).
 */
const steps = inOrder(
  reservePlace,
  spoolBytes,
  sniffType,
  inspectStructure,
  scanMalware,
  sanitiseContent,
  catchDocument,
  sealContent,
  storeContent,
  publishResult,
);

/**
 * Takes a file in, or nothing of it: whatever ends early leaves no row, no object and no quarantined byte behind, unless it
 * is held.
 *
 * Throws when a part is down or the sender has left.
 */
export const runPipeline = async (
  upload: Offered,
  parts: IntakeParts,
  rows: IntakeRows,
  signal: AbortSignal,
): Promise<StepResult<Published>> => {
  await using scratch = new AsyncDisposableStack();
  await using undo = new AsyncDisposableStack();
  const context: IntakeContext = { ...parts, rows, signal, scratch, undo };
  const result = await steps(upload, context);
  if (result.kind === 'hold' && rows.hold) await holdUpload(result.upload, rows.hold, context);
  return result;
};
