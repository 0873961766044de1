/** Gives memory back at once: waiting for the collector takes more of it, and more time than all the sealing. */

const LARGE_BYTES = 16 * 1024;

/** Whoever calls it owns the pieces, and nobody reads or writes them any more: they are empty afterwards. */
export const letGo = (pieces: readonly Uint8Array[]): void => {
  for (const { buffer, length } of pieces) {
    // Small ones may share theirs.
    if (length > LARGE_BYTES && buffer.byteLength === length) (buffer as ArrayBuffer).transfer(0);
  }
};
