/** Clears the colours of fully transparent pixels: what was “erased” in a picture could be read there. */

/** @param rgba four bytes a pixel; changed in place. */
export const clearTransparent = (rgba: Buffer): void => {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3] === 0) {
      rgba[at] = 0;
      rgba[at + 1] = 0;
      rgba[at + 2] = 0;
    }
  }
};
