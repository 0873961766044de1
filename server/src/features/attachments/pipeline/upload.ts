/** An upload on its way: what is known of it after each step. A later step's type cannot be had without the earlier steps. */
import type { MediaFacts } from '#platform/media/media-job';
import type { ObjectVariant } from '#platform/stores/object-ledger';
import type { DraftObject } from '#platform/stores/sealed-objects';
import type { SpooledFile } from '#platform/stores/spool';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import type { FileFamily, FileType } from './file-types.ts';

/** What may be uploaded through a door, and how it is rebuilt. */
export interface IntakePolicy {
  readonly maxBytes: number;
  readonly accepts: readonly FileFamily[];
  readonly image: { readonly preset: 'chat' | 'document'; readonly maxSide: number };
  /** Identity documents are refused, where they have a door of their own. */
  readonly refusesDocuments?: boolean;
  /** `pictures`: of a PDF nothing is kept but pictures of its pages. */
  readonly pdf?: 'pictures';
}

export interface Offered {
  readonly incoming: IncomingFile;
  readonly policy: IntakePolicy;
  /** The sender was asked, and says so. */
  readonly notIdentityDocument?: boolean | undefined;
}

/** There is a row for it. */
export interface Reserved extends Offered {
  readonly id: string;
}

/** Counted, capped, hashed; in quarantine. */
export interface Spooled extends Reserved {
  readonly file: SpooledFile;
  /** When that could be seen while it came. */
  readonly isPlainText?: boolean | undefined;
}

export interface Sniffed extends Spooled {
  readonly type: FileType;
}

export interface Inspected extends Sniffed {
  readonly structure: 'sound' | 'left-to-decoder';
}

export interface Scanned extends Inspected {
  readonly scan: 'clean' | 'no-scanner';
}

/** Rebuilt, or as safe as its kind can be made; still in quarantine. */
export interface Sanitised extends Scanned {
  readonly facts: MediaFacts;
  /** One of them can be the file that came in, untouched. */
  readonly outputs: readonly SanitisedOutput[];
  /** What of it has to be read; never stored. */
  readonly evidence?: SpooledFile | undefined;
}

export interface SanitisedOutput {
  readonly variant: ObjectVariant;
  readonly file: SpooledFile;
}

/** No identity document, as far as can be seen, or this is their door. */
export interface Cleared extends Sanitised {
  readonly isCleared: true;
}

/** Each output has a key and a header of its own. */
export interface Sealed extends Cleared {
  readonly drafts: readonly { readonly draft: DraftObject; readonly file: SpooledFile }[];
}

/** In the store, and on the list as pending. */
export interface Stored extends Sealed {
  readonly objects: readonly { readonly id: string; readonly bytes: number }[];
}

/** Others may know of it. */
export interface Published extends Stored {
  readonly isPublished: true;
}
