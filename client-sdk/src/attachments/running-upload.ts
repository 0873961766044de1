/** An upload under way: what both ways of uploading work with. */
import type { ExchangeParts } from './exchange.ts';
import type { Patience, PatienceParts } from './patience.ts';
import type { UploadTeller } from './upload-progress.ts';

export interface UploadParts extends ExchangeParts, PatienceParts {}

export interface RunningUpload {
  readonly parts: UploadParts;
  readonly path: string;
  /** In the order in which they are sent, all of them before the file. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: Blob;
  readonly fileName: string;
  readonly key: string;
  readonly signal: AbortSignal | undefined;
  readonly teller: UploadTeller;
  readonly patience: Patience;
  /** Uploads that the server knows, by the caller's keys. */
  readonly begun: Map<string, string>;
}
