/** Waits until an uploaded attachment can be opened. */
import type { Attachment } from '@senim/contract';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Timers } from '../time/timers.ts';
import type { UploadOptions } from './upload-options.ts';

const FIRST_LOOK_MS = 300;
const LAST_LOOK_MS = 2_000;

export interface WhenAvailableParts {
  readonly timers: Timers;
  /** An attachment as the server knows it now. */
  readonly get: (id: string) => Promise<Attachment>;
}

export type WaitOptions = Pick<UploadOptions, 'signal' | 'onProgress'>;

/** A network that is away says nothing about the attachment. */
const look = async (get: WhenAvailableParts['get'], attachment: Attachment): Promise<Attachment> => {
  try {
    return await get(attachment.id);
  } catch (error) {
    if (error instanceof SenimError && error.isRetryable) return attachment;
    throw error;
  }
};

/** Looks again while it is being checked. Rejects with `attachment/not-available` when it was rejected. */
export const whenAvailable = async (
  { timers, get }: WhenAvailableParts,
  uploaded: Attachment,
  { signal, onProgress }: WaitOptions = {},
): Promise<Attachment> => {
  let attachment = uploaded;
  for (let delayMs = FIRST_LOOK_MS; attachment.status === 'checking'; delayMs = Math.min(delayMs * 2, LAST_LOOK_MS)) {
    await new Promise<void>((resolve) => timers.after(delayMs, resolve));
    if (signal?.aborted) throw clientError('client/aborted', 'send', signal.reason);
    attachment = await look(get, attachment);
  }
  if (attachment.status !== 'available') {
    throw new SenimError('attachment/not-available', `unable to send; the attachment is ${attachment.status}`);
  }
  const total = attachment.receipt?.originalBytes ?? attachment.bytes;
  if (uploaded.status === 'checking') onProgress?.({ sent: total, total, fraction: 1, phase: 'done' });
  return attachment;
};
