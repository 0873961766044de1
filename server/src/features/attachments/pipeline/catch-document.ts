/** Step 7: what may be an identity document is read; one is not taken here, and when it is not certain its sender is asked. */
import type { IntakeContext } from './intake-context.ts';
import { type DocumentReason, proceed, reject, type StepResult } from './step.ts';
import type { Cleared, Sanitised } from './upload.ts';

const details: Readonly<Record<DocumentReason, string>> = {
  'identity-document': 'it is an identity document, and belongs into the vault: POST /v1/identity-documents',
  'identity-document-suspected':
    'is it an identity document? If so, POST /v1/identity-documents; if not, send it again with notIdentityDocument=true',
};

/** Throws `service/unavailable` when nobody can read it: what is not looked at is not shown. */
export const catchDocument = async (
  upload: Sanitised,
  { reader, signal }: IntakeContext,
): Promise<StepResult<Cleared>> => {
  const cleared = proceed({ ...upload, isCleared: true } as const);
  const { evidence, notIdentityDocument } = upload;
  if (!evidence || !reader) return cleared;
  const answer = await reader.run({
    job: { kind: 'reading' },
    input: evidence.read(),
    inputBytes: evidence.bytes,
    onOutput: async () => undefined,
    signal,
  });
  // A reader that crashed or took too long has found no reason to let it pass.
  const verdict = answer.outcome === 'done' ? answer.facts.verdict : 'suspected';
  if (verdict === 'none' || (verdict === 'suspected' && notIdentityDocument)) return cleared;
  const reason = verdict === 'document' ? 'identity-document' : 'identity-document-suspected';
  return reject(reason, details[reason]);
};
