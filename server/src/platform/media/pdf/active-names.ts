/** Names in a PDF that stand for what acts by itself, reaches outside, or hides another file. */

/**
 * Actions that run scripts or programs, send the reader's entries away or open other files; files within the file; rich
 * media. Names of a few letters are not here: compressed pictures hold them by chance.
 */
const ACTIVE = [
  '/JavaScript',
  '/Launch',
  '/EmbeddedFile',
  '/RichMedia',
  '/Rendition',
  '/ImportData',
  '/SubmitForm',
  '/GoToE',
  '/GoToR',
];
/** In bytes that hold nothing but names and values, short names are no chance. */
const ACTIVE_SHORT = ['/JS', '/XFA'];
const ENCRYPTED = '/Encrypt';

export const LONGEST_NAME = Math.max(...ACTIVE.map((name) => name.length)) + 1;

/** A name ends where a letter or digit does not follow: `/Launch` is not in `/LaunchPad`. */
export const holdsName = (bytes: Buffer, name: string): boolean => {
  for (let at = bytes.indexOf(name, 0, 'latin1'); at >= 0; at = bytes.indexOf(name, at + 1, 'latin1')) {
    const next = bytes.toString('latin1', at + name.length, at + name.length + 1);
    if (!/[A-Za-z0-9]/.test(next) || (name === '/EmbeddedFile' && next === 's')) return true;
  }
  return false;
};

/** `#4a` in a name stands for a letter; nobody needs it in these names but to hide them. */
export const plainNames = (bytes: Buffer): Buffer =>
  bytes.includes('#')
    ? Buffer.from(
        bytes
          .toString('latin1')
          .replace(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
        'latin1',
      )
    : bytes;

/** @param isPure whether the bytes hold no pictures and no other compressed data. @returns what is wrong, or nothing. */
export const findActiveName = (bytes: Buffer, isPure = false): string | undefined => {
  const names = plainNames(bytes);
  const active = isPure ? [...ACTIVE, ...ACTIVE_SHORT] : ACTIVE;
  if (active.some((name) => holdsName(names, name))) return 'the document has active content or files within';
  return holdsName(names, ENCRYPTED) ? 'the document is encrypted' : undefined;
};
