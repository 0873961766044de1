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
/** A connection on which nothing moves for so long is closed. */
export const IDLE_TIMEOUT_MS = 30_000;
/** No upload takes longer, so that what is older is known to be left over. */
export const UPLOAD_DEADLINE_MS = 10 * 60_000;
/** How long the rest of a refused body is swallowed, so that the sender can read the answer. */
export const LINGER_MS = 5_000;
