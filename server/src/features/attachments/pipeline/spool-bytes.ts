/** Step 2: the bytes are counted, capped and hashed on their way into quarantine. */
import type { IntakeContext } from './intake-context.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Reserved, Spooled } from './upload.ts';

export const spoolBytes = async (upload: Reserved, { scratch }: IntakeContext): Promise<StepResult<Spooled>> => {
  const file = await upload.incoming.receive(upload.policy.maxBytes);
  if (file === 'too-large')
    return reject('too-large', `a file of this kind has at most ${upload.policy.maxBytes} bytes`);
  scratch.use(file);
  return proceed({ ...upload, file });
};
