/** The list of what each part of an office document is; it says which program's document it is. */
import { broken, OfficeFault, unsafe } from './office-fault.ts';
import { attributeOf, decodeXml, escapeXml, readXml } from './xml-reader.ts';

export const CONTENT_TYPES = '[Content_Types].xml';

export interface ContentTypes {
  /** Lower-case extension to type. */
  readonly defaults: ReadonlyMap<string, string>;
  /** Lower-case name of a part, without the leading slash, to its type. */
  readonly overrides: ReadonlyMap<string, string>;
}

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/macro|vbaproject|vbadata|dialogsheet|attachedtoolbars|customui/i, 'it has macros'],
  [/activex|oleobject|\.package$|controlproperties/i, 'it has files or controls within'],
  [/externallink/i, 'it links to other workbooks or programs'],
  [/connections|querytable|webextension/i, 'it loads from elsewhere'],
];

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
/** Type of the main part to the type of the whole. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  [`${OFFICE}wordprocessingml.document.main+xml`]: `${OFFICE}wordprocessingml.document`,
  [`${OFFICE}spreadsheetml.sheet.main+xml`]: `${OFFICE}spreadsheetml.sheet`,
  [`${OFFICE}presentationml.presentation.main+xml`]: `${OFFICE}presentationml.presentation`,
};

export const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** Throws an OfficeFault when a type stands for what is not taken. */
export const readContentTypes = (bytes: Buffer | undefined): ContentTypes => {
  if (!bytes) throw new OfficeFault('type-not-allowed', 'archives are not on the list');
  const defaults = new Map<string, string>();
  const overrides = new Map<string, string>();
  for (const piece of readXml(decodeXml(bytes))) {
    if (piece.kind !== 'open') continue;
    const type = attributeOf(piece, 'ContentType') ?? '';
    if (piece.local === 'Default') defaults.set((attributeOf(piece, 'Extension') ?? '').toLowerCase(), type);
    if (piece.local !== 'Override') continue;
    const forbidden = FORBIDDEN.find(([pattern]) => pattern.test(type));
    if (forbidden) throw unsafe(forbidden[1]);
    overrides.set((attributeOf(piece, 'PartName') ?? '').replace(/^\//, '').toLowerCase(), type);
  }
  return { defaults, overrides };
};

/** Throws an OfficeFault when nothing says what the part is, or it is what is not taken. */
export const contentTypeOf = ({ defaults, overrides }: ContentTypes, name: string): string => {
  const type = overrides.get(name.toLowerCase()) ?? defaults.get(extensionOf(name));
  if (!type) throw broken('nothing says what a part of it is');
  const forbidden = FORBIDDEN.find(([pattern]) => pattern.test(type));
  if (forbidden) throw unsafe(forbidden[1]);
  return type;
};

/** @param main the type of the main part. */
export const documentTypeOf = (main: string): string => {
  const type = DOCUMENTS[main];
  if (!type) throw new OfficeFault('type-not-allowed', 'documents of this program are not on the list');
  return type;
};

/** The list for these parts, written anew. */
export const writeContentTypes = (types: ContentTypes, names: readonly string[]): Buffer => {
  const extensions = [...new Set(names.map(extensionOf))].filter((extension) => types.defaults.has(extension));
  const defaults = extensions.map(
    (extension) =>
      `<Default Extension="${escapeXml(extension)}" ContentType="${escapeXml(types.defaults.get(extension) ?? '')}"/>`,
  );
  const overrides = names.flatMap((name) => {
    const type = types.overrides.get(name.toLowerCase());
    return type ? `<Override PartName="/${escapeXml(name)}" ContentType="${escapeXml(type)}"/>` : [];
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${defaults.join('')}${overrides.join('')}</Types>`,
  );
};
