/** What becomes of the public documents, texts and archives, and why. */
const NOT_LISTED = 'type-not-allowed: what is taken here: PDF, ';
const DISAGREE = 'type-not-allowed: name, declared type and bytes disagree';
const ACTIVE = 'unsafe: the document has active content or files within';
const OLD = 'unsafe: the document is encrypted, or of an old format';
/** Of pictures and sound: their decoders say. */
export const OTHERS = 'left to others';
const OFFICE = 'the document is not taken: it';

/** The first that fits a path counts. */
const EXPECTED: readonly (readonly [RegExp, string])[] = [
  [
    /^pdf\/(attachment|autoprint|encrypted-attachment|evaljs|js-buttons|testPDF_jsActionOnPage|with-attachment)/,
    ACTIVE,
  ],
  [/^pdf\/(empty_protected|libreoffice-writer-password)/, 'unsafe: the document is encrypted'],
  [/^pdf\/REDHAT-1531897-0/, 'unsafe: the document hides its objects'],
  [/^pdf\/Pages-tree-refs/, 'unreadable: a page of the document is broken'],
  [/^pdf\/poppler-395-0-fuzzed/, 'unreadable: the document has no pages'],
  [/^pdf\//, 'taken'],
  [/^office\/(protect\.xlsx|testWORD_protected)/, OLD],
  [/^office\/testAttachedTemplate/, `unsafe: ${OFFICE} has an outside template`],
  [/^office\/testDdeLink/, `unsafe: ${OFFICE} links to other workbooks or programs`],
  [/^office\/testExternalRefs/, `unsafe: ${OFFICE} has a field that loads from elsewhere`],
  [/^office\/testWORD_truncated/, 'unreadable: the document is not taken: the archive that it is made of is broken'],
  [/^office\/.*\.(xlsm|docm|odt)$/, DISAGREE],
  [/^office\/.*\.rtf$/, NOT_LISTED],
  [/^office\//, 'taken'],
  [/^archives\//, DISAGREE],
  [/^active\//, NOT_LISTED],
  [/^svg\//, NOT_LISTED],
  // Naughty strings: controls are among them.
  [/^text\/blns\./, NOT_LISTED],
  [/^text\//, 'taken'],
  [/^polyglots\/mitra\/P-PDF/, 'unsafe: the document is of another format as well'],
  [/^polyglots\/mitra\/S-PDF/, 'unsafe: the document does not stop at its end'],
  [/^polyglots\/mitra\/P-PNG\+RAR/, NOT_LISTED],
  // Pictures and sound are rebuilt, or refused by their decoders; their own suites say which.
  [/^polyglots\/.*\.(jpg|png|gif|tif|webm|mp3|mp4|ogg|wav|flac)$/, OTHERS],
  [/^polyglots\//, NOT_LISTED],
  [/^sniff\/(fixture-minimal\.pdf|fixture\.ics|fixture\.vcf)/, 'taken'],
  [/^sniff\/fixture-json\.webp/, DISAGREE],
  [/^sniff\//, NOT_LISTED],
  // To us JSON is text: taken when it is UTF-8 without controls, whether or not a parser likes it.
  [
    /^json\/.*(invalid.?utf|UTF-8_invalid|unicode_range|overlong_sequence_6|truncated-utf|incomplete_UTF8_BOM|invalid_codepoints)/i,
    NOT_LISTED,
  ],
  [/^json\/.*(utf16LE_no_BOM|then_00|backslash_00|null-byte)/, NOT_LISTED],
  [/^json\//, 'taken'],
  [/^collisions\/.*\.docx$/, `unsafe: ${OFFICE} has a part of an unexpected kind`],
  [/^collisions\/.*\.pdf$/, 'taken'],
  [/^collisions\//, OTHERS],
];

/** `taken`, the beginning of the reason for which it is refused, or `OTHERS`. @param path within the corpus. */
export const expectedOfDocument = (path: string): string | undefined =>
  EXPECTED.find(([pattern]) => pattern.test(path))?.[1];
