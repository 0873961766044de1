/** Every bound of a multipart body; what an upload of ours needs, and no more. */
export const uploadLimits = (maxFileBytes: number) => ({
  /** The name of a field, in bytes. */
  fieldNameSize: 64,
  /** The value of a field, in bytes: an id or a word. */
  fieldSize: 256,
  fields: 4,
  fileSize: maxFileBytes,
  files: 1,
  parts: 5,
  headerPairs: 20,
  /** No brackets in names of fields: nothing is built from them. */
  fieldNestingDepth: 0,
  fieldArrayIndexLimit: 0,
});

/** Bytes of a body beside its file: boundaries, part headers, fields. */
export const MAX_OVERHEAD_BYTES = 64 * 1024;

/** How long a body may take, and how slow it may be. */
export interface UploadTimes {
  /** A connection on which nothing moves for so long is given up. */
  readonly idleMs: number;
  /** No request takes longer, so that what is older is known to be left over. */
  readonly deadlineMs: number;
  /** Within each such time so many bytes have to come: a sender of one byte a second is never idle. */
  readonly windowMs: number;
  readonly minWindowBytes: number;
}

export const uploadTimes: UploadTimes = {
  idleMs: 30_000,
  deadlineMs: 10 * 60_000,
  windowMs: 30_000,
  // 1 KiB a second: less than the slowest phone networks manage.
  minWindowBytes: 30 * 1024,
};
