/** Step 6: whatever can be rebuilt is rebuilt in a worker process; what came in is passed on where that is all there is, or asked for. */
import { limits } from '@senim/contract/constants';
import type { MediaJob } from '#platform/media/media-job';
import type { SpooledFile } from '#platform/stores/spool';
import type { IntakeContext } from './intake-context.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Sanitised, SanitisedOutput, Scanned } from './upload.ts';

/** A rebuilt picture can be larger than its source; never by so much. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

const jobFor = ({ type, policy }: Scanned, findsDocuments: boolean): MediaJob | undefined => {
  if (type.family === 'image') return { kind: 'image', ...policy.image, findsDocuments };
  if (type.family === 'voice') return { kind: 'voice', maxSeconds: limits.voiceSeconds };
  if (type.family === 'pdf') return { kind: 'pdf', findsDocuments, ...(policy.pdf ? { preset: 'document' } : {}) };
  if (type.family === 'office') return { kind: 'office' };
  return undefined;
};

/** A PDF is kept as it came as well: a safe copy is a picture of it, and cannot be filled in or searched. */
const withOriginal = (
  { type, file, policy }: Scanned,
  outputs: readonly SanitisedOutput[],
): readonly SanitisedOutput[] => {
  if (type.family !== 'pdf' || policy.pdf) return outputs;
  const hasCopy = outputs.some(({ variant }) => variant === 'full');
  return [...outputs, { variant: hasCopy ? 'original' : 'full', file }];
};

export const sanitiseContent = async (
  upload: Scanned,
  { media, reader, spool, scratch, signal }: IntakeContext,
): Promise<StepResult<Sanitised>> => {
  const job = jobFor(upload, reader !== undefined && upload.policy.refusesDocuments === true);
  if (!job) {
    const facts = { mediaType: upload.type.mediaType, removed: [] };
    return proceed({ ...upload, facts, outputs: [{ variant: 'full', file: upload.file }] });
  }
  const outputs: SanitisedOutput[] = [];
  let evidence: SpooledFile | undefined;
  const answer = await media.run({
    job,
    input: upload.file.read(),
    inputBytes: upload.file.bytes,
    onOutput: async ({ name }, bytes) => {
      const file = await spool.write(bytes, { maxBytes: MAX_OUTPUT_BYTES, signal });
      if (file === 'too-large') return;
      scratch.use(file);
      if (name === 'evidence') evidence = file;
      else outputs.push({ variant: name, file });
    },
    signal,
  });
  if (answer.outcome === 'refused') return reject(answer.reason, answer.detail);
  return proceed({ ...upload, facts: answer.facts, outputs: withOriginal(upload, outputs), evidence });
};
