/** What the server and its workers agree on, beside the jobs themselves. */
import type { MediaJob } from '../media-job.ts';

/** The pipe's file descriptor in the worker; it goes both ways. */
export const PIPE = 3;

/** The first head that the server sends. */
export interface WorkerSettings {
  /** Whom to become when started as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Resident memory at which the worker kills itself. */
  readonly maxMemoryBytes: number;
}

/** The first head that the worker sends: it has loaded its decoders and left its rights behind. */
export interface WorkerReady {
  readonly ready: true;
}

/** Every further head; the file follows it. */
export interface WorkerJob {
  readonly job: MediaJob;
  readonly bytes: number;
}
