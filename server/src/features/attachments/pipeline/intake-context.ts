/** What the steps of the pipeline work with. */
import type { MediaPool } from '#platform/media/media-pool';
import type { SealedObjects } from '#platform/stores/sealed-objects';
import type { Spool } from '#platform/stores/spool';
import type { MalwareScanner } from './malware-scanner.ts';
import type { Inspected, Stored } from './upload.ts';

/** Has a file checked later, and marks its object as stored, in one transaction. @returns false when the row is gone. */
export type HoldRow = (upload: Inspected, object: { readonly id: string; readonly bytes: number }) => Promise<boolean>;

/** The rows behind an upload; attachments and identity documents have their own. */
export interface IntakeRows {
  /** Makes the row. @returns its id. */
  reserve(): Promise<string>;
  /** Makes row and objects available in one transaction. @returns false when the row is gone meanwhile. */
  publish(upload: Stored): Promise<boolean>;
  /** Absent where a file without a verdict is not kept by the pipeline: its caller is told. */
  readonly hold?: HoldRow;
  /** Undoes the reservation and dooms the objects, unless it was published. */
  abandon(id: string): Promise<void>;
}

export interface IntakeParts {
  readonly spool: Spool;
  readonly media: MediaPool;
  readonly scanner: MalwareScanner;
  readonly objects: SealedObjects;
  /** Reads what may be an identity document; absent where the filter is switched off. */
  readonly reader?: MediaPool | undefined;
}

export interface IntakeContext extends IntakeParts {
  readonly rows: IntakeRows;
  readonly signal: AbortSignal;
  /** Quarantine: emptied in any case. */
  readonly scratch: AsyncDisposableStack;
  /** What is taken back unless the upload is published. */
  readonly undo: AsyncDisposableStack;
}
