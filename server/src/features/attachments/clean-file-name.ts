/** Makes a display name out of whatever a sender called a file: never a path, nothing invisible, a fitting extension. */

const MAX_STEM = 120;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)$/i;

/** What a file of a type may be called; the first is given when the name has another. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'audio/mp4': ['m4a'],
  'audio/mpeg': ['mp3'],
  'audio/wav': ['wav'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  // While it is being checked, before it is known which.
  'application/zip': ['docx', 'xlsx', 'pptx'],
  'text/plain': ['txt', 'csv', 'tsv', 'log', 'md', 'json', 'yaml', 'yml', 'ini'],
};

const plainCharacters = (name: string): string =>
  name
    .toWellFormed()
    .normalize('NFC')
    // Controls, formats (bidirectional overrides, zero widths), private use, unassigned.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ');

/** @param original as sent. @param fallback used when nothing of the name is left. */
export const cleanFileName = (original: string, mediaType: string, fallback: string): string => {
  const known = extensions[mediaType] ?? ['bin'];
  const base = plainCharacters(original.split(/[/\\\0]/).at(-1) ?? '').trim();
  const parts = /^(.*?)(?:\.([\p{L}\p{N}]{1,8}))?[.\s]*$/u.exec(base);
  const written = parts?.[2]?.toLowerCase();
  const stem = [...(parts?.[1] ?? '')]
    .slice(0, MAX_STEM)
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const safeStem = RESERVED_ON_WINDOWS.test(stem.split('.')[0] ?? '') ? `_${stem}` : stem;
  return `${safeStem || fallback}.${written && known.includes(written) ? written : known[0]}`;
};
