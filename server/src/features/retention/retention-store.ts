/** What retention needs from storage. Every function works in transactions of its own, and passes held conversations by. */
import type { RetentionCutoffs } from './retention-plan.ts';

export interface DestroyedMessages {
  readonly count: number;
  /** Go on after this id; undefined when nothing is left. */
  readonly next: string | undefined;
  /** Keys that went with the messages. */
  readonly keyIds: readonly string[];
}

/** An attachment or an identity document. */
export interface DueFile {
  readonly id: string;
  readonly kind: 'photo' | 'voice' | 'file' | 'identityDocument';
  /** What its details are sealed under. */
  readonly keyId: string | undefined;
}

/** Where due files are looked for: in a kind that has outlived its own or its message's term, or among those never sent. */
export type FileScan = DueFile['kind'] | 'unlinked';

export interface RetentionStore {
  /** The database's clock, in milliseconds since the Unix epoch. */
  now(): Promise<number>;
  /**
   * Destroys messages, the oldest first, with the keys that seal nothing any more. A message waits for its attachments:
   * they are destroyed first.
   */
  destroyMessages(before: Date, after: string | undefined, limit: number): Promise<DestroyedMessages>;
  /** Destroys topics of conversations without activity since. @returns their keys, which may have become useless. */
  destroyTopics(before: Date, limit: number): Promise<readonly (string | undefined)[]>;
  /**
   * Lends due files to `use`; as long as it runs, no hold can be placed on their conversations.
   * @returns where to go on; undefined when nothing is left.
   */
  withDueFiles(
    scan: FileScan,
    cutoffs: RetentionCutoffs,
    page: { readonly after: string | undefined; readonly limit: number },
    use: (files: readonly DueFile[]) => Promise<void>,
  ): Promise<string | undefined>;
  /** Destroys those of the keys that seal nothing. @returns their ids. */
  destroyUnusedKeys(ids: readonly string[]): Promise<readonly string[]>;
  /** Participants' keys that seal nothing although they were made before; some may be in use again when it returns. */
  findUnusedKeys(
    before: Date,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly ids: readonly string[]; readonly next: string | undefined }>;
}
