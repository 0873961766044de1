/** A file on its way in, seen from a use case. */
import type { OnPart, SpooledFile } from '../stores/spool.ts';

export interface IncomingFile {
  /** As the sender wrote it: hostile. */
  readonly name: string;
  /** As the sender declared it: hostile. */
  readonly declaredType: string;
  /**
   * Takes the bytes into quarantine; once. `onPart` is shown them as they come, where they have not come before. Resolves after the whole body was well-formed, throws
   * `request/malformed`, `request/too-large` or `request/timeout` otherwise.
   */
  receive(maxBytes: number, onPart?: OnPart): Promise<SpooledFile | 'too-large'>;
}
