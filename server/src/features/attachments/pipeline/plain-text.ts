/** Tells text that is nothing but text: UTF-8, no control characters, no markup, no other format's beginning. */

// Tab, line feed, form feed and carriage return are text; a byte order mark as well.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0e-\x1f\x7f\u0080-\u009f\ufffe\uffff]/;
/** Markup, scripts, RTF, PostScript, PDF, armoured keys, shortcuts, mail with parts, playlists. */
const OTHER_FORMAT =
  /^(<|#!|\{\\rtf|%!|%PDF|-----BEGIN|\[InternetShortcut\]|\[Desktop Entry\]|MIME-Version:|@echo|#EXTM3U)/i;
/** More than the longest of these. */
const START_CHARACTERS = 64;

export class TextChecker {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  /** The first characters that are not space. */
  #start = '';

  /** @returns false as soon as it is not plain text. */
  accepts(bytes: Uint8Array, isLast = false): boolean {
    let text: string;
    try {
      text = this.#decoder.decode(bytes, { stream: !isLast });
    } catch {
      return false;
    }
    if (this.#start.length < START_CHARACTERS) {
      this.#start = (this.#start + text).trimStart().slice(0, START_CHARACTERS);
      if (OTHER_FORMAT.test(this.#start)) return false;
    }
    return !CONTROL.test(text);
  }
}

/** Whether a file's beginning can be plain text; it may be cut inside a character. */
export const looksLikeText = (head: Uint8Array): boolean => new TextChecker().accepts(head);
