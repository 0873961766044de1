/** The `Content-Disposition` header (RFC 6266): a plain name for old readers, the full one in UTF-8 for all others. */

/** In UTF-16 code units; file systems take 255 bytes. */
const LONGEST_NAME = 200;

/** Whatever a name went through before: no line ends here, no path, and nothing that turns the reading order around. */
const tame = (name: string): string =>
  name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .replace(/[/\\]/g, '_')
    .slice(-LONGEST_NAME)
    .toWellFormed();

/** RFC 8187. */
const encode = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param name a clean display name. */
export const contentDisposition = (type: 'attachment' | 'inline', name: string): string => {
  const tamed = tame(name);
  const plain = tamed.replace(/[^\x20-\x7e]|["%]/g, '_');
  return `${type}; filename="${plain}"; filename*=UTF-8''${encode(tamed)}`;
};
