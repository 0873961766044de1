/** The `Content-Disposition` header (RFC 6266): a plain name for old readers, the full one in UTF-8 for all others. */

const encode = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param name a clean display name. */
export const contentDisposition = (type: 'attachment' | 'inline', name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return `${type}; filename="${plain}"; filename*=UTF-8''${encode(name.toWellFormed())}`;
};
