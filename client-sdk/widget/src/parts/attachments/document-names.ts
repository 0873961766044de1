/** What a document says of itself, and what its safe copy is called. Pure. */
import type { Attachment } from '@senim/client';

/** What servers that make safe copies add. */
export interface DocumentAttachment extends Attachment {
  readonly pages?: number;
  readonly previewPages?: number;
  readonly original?: { readonly mediaType: string; readonly bytes: number };
  readonly scanned?: boolean;
}

/** `PDF` of `Invoice.pdf`; nothing where the name has no ending. */
export const extensionOf = (name: string): string => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? '';

/** Beside the original in a folder of downloads, both can be told apart. */
export const nameOfSafeCopy = (name: string): string => `${name.replace(/\.[a-z0-9]{1,5}$/i, '')} (safe).pdf`;
