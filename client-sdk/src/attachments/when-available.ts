/** Waits until an uploaded attachment may be sent. */
import type { Attachment } from '@senim/contract';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Timers } from '../time/timers.ts';
import type { Attachments } from './attachments.ts';

const FIRST_LOOK_MS = 300;
const LAST_LOOK_MS = 2_000;

/** Looks again while it is being checked. Rejects with `attachment/not-available` when it was rejected. */
export const whenAvailable = async (
  attachments: Attachments,
  timers: Timers,
  uploaded: Attachment,
  signal: AbortSignal | undefined,
): Promise<Attachment> => {
  let attachment = uploaded;
  for (let delayMs = FIRST_LOOK_MS; attachment.status === 'checking'; delayMs = Math.min(delayMs * 2, LAST_LOOK_MS)) {
    await new Promise<void>((resolve) => timers.after(delayMs, resolve));
    if (signal?.aborted) throw clientError('client/aborted', 'send', signal.reason);
    attachment = await attachments.get(attachment.id);
  }
  if (attachment.status === 'available') return attachment;
  throw new SenimError('attachment/not-available', `unable to send; the attachment is ${attachment.status}`);
};
