/** Destroys one page of due files in their store; stops at a store that is down, passes a single bad file by. */
import type { DueFile } from './retention-store.ts';

/** Destroys bytes, headers (keys) and details. Repeating it for what is destroyed already does nothing. */
export interface FileDestroyer {
  destroy(ids: readonly string[]): Promise<void>;
}

/** As many failures one after the other are the store's, not the files'. */
const FAILURES_IN_A_ROW = 3;

export interface FileOutcome {
  readonly destroyed: readonly DueFile[];
  readonly failed: readonly DueFile[];
  /** Why the last one failed. */
  readonly error?: unknown;
  /** The store seems to be down: nothing more was tried, and the rest of the run goes on without it. */
  readonly isUnavailable?: boolean;
}

/** All at once; one by one when that fails. */
export const destroyFiles = async (destroyer: FileDestroyer, files: readonly DueFile[]): Promise<FileOutcome> => {
  try {
    await destroyer.destroy(files.map(({ id }) => id));
    return { destroyed: files, failed: [] };
  } catch (cause) {
    if (files.length === 1) return { destroyed: [], failed: files, error: cause };
  }
  const destroyed: DueFile[] = [];
  const failed: DueFile[] = [];
  let error: unknown;
  let inARow = 0;
  for (const file of files) {
    try {
      await destroyer.destroy([file.id]);
      destroyed.push(file);
      inARow = 0;
    } catch (cause) {
      failed.push(file);
      error = cause;
      inARow += 1;
      if (inARow === FAILURES_IN_A_ROW) return { destroyed, failed, error, isUnavailable: true };
    }
  }
  return { destroyed, failed, error };
};
