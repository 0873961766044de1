/** What can be done with a message in the list. */
import type { MessageRow } from './rows.ts';

/** Opens the door for identity documents: with the files of an upload, or to answer a request. */
export type HandOver = (what: { readonly uploadId?: string; readonly request?: MessageRow['request'] }) => void;

export interface MessageActions {
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
  readonly discardFile: (key: string, fileId: string) => void;
  /** Sends what was taken for an identity document, since it is none. */
  readonly insist: (key: string) => void;
}
