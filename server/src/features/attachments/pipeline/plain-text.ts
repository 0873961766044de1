/** Tells text that is nothing but text: UTF-8, no control characters, no markup, no other format's beginning. */

// Tab, line feed, form feed and carriage return are text; a byte order mark as well.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0e-\x1f\x7f\u0080-\u009f\ufffe\uffff]/;
/** Markup, scripts, RTF, PostScript, PDF, armoured keys, shortcuts, mail with parts, playlists. */
const OTHER_FORMAT =
  /^(<|#!|\{\\rtf|%!|%PDF|-----BEGIN|\[InternetShortcut\]|\[Desktop Entry\]|MIME-Version:|@echo|#EXTM3U)/i;

export class TextChecker {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isFirst = true;

  /** @returns false as soon as it is not plain text. */
  accepts(bytes: Uint8Array, isLast = false): boolean {
    let text: string;
    try {
      text = this.#decoder.decode(bytes, { stream: !isLast });
    } catch {
      return false;
    }
    const isOther = this.#isFirst && OTHER_FORMAT.test(text.trimStart());
    if (text.length > 0) this.#isFirst = false;
    return !isOther && !CONTROL.test(text);
  }
}

/** Whether a file's beginning can be plain text; it may be cut inside a character. */
export const looksLikeText = (head: Uint8Array): boolean => new TextChecker().accepts(head);
