/** Why an office document is not taken; thrown by whoever finds it, answered by the job. */
import type { MediaRefusal } from '../media-job.ts';

export class OfficeFault extends Error {
  readonly reason: MediaRefusal;

  /** @param detail for developers; never personal data. */
  constructor(reason: MediaRefusal, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

export const unsafe = (detail: string): OfficeFault => new OfficeFault('unsafe', detail);
export const broken = (detail: string): OfficeFault => new OfficeFault('unreadable', detail);
