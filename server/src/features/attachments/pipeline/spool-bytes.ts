/** Step 2: the bytes are counted, capped and hashed on their way into quarantine, and seen to be text or not. */
import type { IntakeContext } from './intake-context.ts';
import { TextChecker } from './plain-text.ts';
import { proceed, reject, type StepResult } from './step.ts';
import type { Reserved, Spooled } from './upload.ts';

/** Reading a large text once more costs as much as all the rest. */
const watchText = () => {
  const checker = new TextChecker();
  let seenBytes = 0;
  let isText = true;
  return {
    look: (part: Uint8Array): void => {
      seenBytes += part.length;
      isText &&= checker.accepts(part);
    },
    /** Unknown when not all bytes were shown. */
    isText: (bytes: number): boolean | undefined =>
      seenBytes === bytes ? isText && checker.accepts(new Uint8Array(0), true) : undefined,
  };
};

export const spoolBytes = async (upload: Reserved, { scratch }: IntakeContext): Promise<StepResult<Spooled>> => {
  const text = watchText();
  const file = await upload.incoming.receive(upload.policy.maxBytes, text.look);
  if (file === 'too-large')
    return reject('too-large', `a file of this kind has at most ${upload.policy.maxBytes} bytes`);
  scratch.use(file);
  return proceed({ ...upload, file, isPlainText: text.isText(file.bytes) });
};
