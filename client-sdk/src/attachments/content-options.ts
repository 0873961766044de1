/** What can be said when an attachment's bytes are asked for. */
import type { AttachmentVariant } from '@senim/contract/constants';

export interface ContentOptions {
  /** `full` by default: of a PDF the safe copy. The others are there when the attachment says so. */
  readonly variant?: AttachmentVariant;
  readonly signal?: AbortSignal;
}
