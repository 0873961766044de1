/** Lowers the most memory that a WebAssembly module may ever take, which is written in the module itself. */

const MAGIC_BYTES = 8;
const PAGE_BYTES = 64 * 1024;
const MEMORY_SECTION = 5;
/** One memory, with a limit. */
const ONE_LIMITED = [1, 1] as const;

/** Numbers are in groups of seven bits, the lowest first; all but the last group are marked. */
const readNumber = (bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } => {
  let value = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError('the module is cut off');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: at + 1 };
  }
};

/** In place, in as many bytes as the old limit had. */
const overwrite = (bytes: Uint8Array, start: number, end: number, value: number): void => {
  let left = value;
  for (let at = start; at < end; at++) {
    bytes[at] = (left % 128) + (at === end - 1 ? 0 : 0x80);
    left = Math.floor(left / 128);
  }
};

/** A copy of the module. Throws a RangeError when it has no memory with a limit of its own. */
export const limitMemory = (module: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> => {
  const limited = new Uint8Array(module);
  for (let at = MAGIC_BYTES; at < limited.length; ) {
    const { value: length, end: content } = readNumber(limited, at + 1);
    if (limited[at] === MEMORY_SECTION) {
      if (limited[content] !== ONE_LIMITED[0] || limited[content + 1] !== ONE_LIMITED[1]) break;
      const { end: limitAt } = readNumber(limited, content + 2);
      const limit = readNumber(limited, limitAt);
      overwrite(limited, limitAt, limit.end, Math.min(limit.value, Math.floor(maxBytes / PAGE_BYTES)));
      return limited;
    }
    at = content + length;
  }
  throw new RangeError('the module has no limited memory');
};
