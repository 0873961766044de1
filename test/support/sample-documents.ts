/** Makes harmless and hostile documents in code: PDFs of pages, and office documents of parts. */
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { ZipFile } from 'yazl';

const TEXT = 'BT /F 24 Tf 1 0 0 1 40 760 Tm (Contract canary) Tj ET';

export interface PdfOptions {
  readonly pages?: number;
  /** In points. */
  readonly width?: number;
  readonly height?: number;
  readonly content?: string;
  /** Added to the catalog. */
  readonly catalog?: string;
  /** Further objects, from the one after the pages on. */
  readonly objects?: readonly string[];
  /** Added to the trailer. */
  readonly trailer?: string;
}

/** A PDF with a right table of its objects, an author and a producer. */
export const pdfOf = (options: PdfOptions = {}): Buffer => {
  const { pages = 1, width = 595, height = 842, content = TEXT, catalog = '', objects = [], trailer = '' } = options;
  const kids = Array.from({ length: pages }, (_, index) => `${5 + index} 0 R`);
  const font = '<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
  const all = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`,
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Author(Canary)/Creator(Canary Writer)/Producer(Canary 9)/CreationDate(D:20250102030405Z)>>',
    ...kids.map(() => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents 3 0 R/Resources${font}>>`),
    ...objects,
  ];
  let body = '%PDF-1.4\n';
  const places = all.map((object, index) => {
    const place = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const end = `trailer\n<</Size ${all.length + 1}/Root 1 0 R/Info 4 0 R${trailer}>>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${all.length + 1}\n0000000000 65535 f \n${table}${end}`, 'latin1');
};

/** A stream of objects, packed, so that the names in it cannot be read from outside. */
export const packedObjects = (objects: string, type = '/Type/ObjStm', filter = '/FlateDecode'): string => {
  const packed = deflateSync(Buffer.from(objects, 'latin1')).toString('latin1');
  return `<<${type}/N 1/First 4/Filter${filter}/Length ${packed.length}>>\nstream\n${packed}\nendstream`;
};

export type PartsOf = Readonly<Record<string, string | Buffer>>;

/** Parts to an archive, with the times and comments that ordinary programs write. */
export const zipOf = async (parts: PartsOf): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const [name, part] of Object.entries(parts)) zip.addBuffer(Buffer.from(part as string), name);
  zip.end();
  return buffer(zip.outputStream);
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const R = `xmlns:r="${RELATIONSHIPS}"`;

export const relationship = (id: string, type: string, target: string, isOutside = false): string =>
  `<Relationship Id="${id}" Type="${type.includes('/') ? type : `${RELATIONSHIPS}/${type}`}" Target="${target}"${isOutside ? ' TargetMode="External"' : ''}/>`;

export const relationships = (...items: readonly string[]): string =>
  `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;

const contentTypes = (overrides: Readonly<Record<string, string>>): string =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="${OFFICE}.spreadsheetml.printerSettings"/>${Object.entries(
    overrides,
  )
    .map(([name, type]) => `<Override PartName="/${name}" ContentType="${type}"/>`)
    .join('')}</Types>`;

/** Author, program, dates; as all programs write them. */
const PROPERTIES = {
  'docProps/core.xml': `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Canary Author</dc:creator></cp:coreProperties>`,
  'docProps/app.xml': `${XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>Canary Company</Company></Properties>`,
};
const PROPERTY_TYPES = {
  'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
  'docProps/app.xml': `${OFFICE}.extended-properties+xml`,
};
const rootOf = (main: string): string =>
  relationships(
    relationship('rId1', 'officeDocument', main),
    relationship(
      'rId2',
      'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
      'docProps/core.xml',
    ),
    relationship('rId3', 'extended-properties', 'docProps/app.xml'),
  );

export interface OfficeOptions {
  /** XML inside of the body, or of the sheet. */
  readonly body?: string;
  /** Relationships of the main part, or of the sheet. */
  readonly refers?: readonly string[];
  /** Further parts, and parts instead of the usual ones. */
  readonly parts?: PartsOf;
  readonly types?: Readonly<Record<string, string>>;
  /** Attributes of the root of the workbook, and XML in it. */
  readonly workbook?: string;
}

export const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

export const docxOf = ({ body = '', refers = [], parts = {}, types = {} }: OfficeOptions = {}): Promise<Buffer> =>
  zipOf({
    '[Content_Types].xml': contentTypes({
      'word/document.xml': `${OFFICE}.wordprocessingml.document.main+xml`,
      ...PROPERTY_TYPES,
      ...types,
    }),
    '_rels/.rels': rootOf('word/document.xml'),
    ...PROPERTIES,
    'word/_rels/document.xml.rels': relationships(...refers),
    'word/document.xml': `${XML}<w:document ${W} ${R}><w:body>${paragraph('A contract')}${body}</w:body></w:document>`,
    ...parts,
  });

export const xlsxOf = (options: OfficeOptions = {}): Promise<Buffer> => {
  const { body = '', refers = [], parts = {}, types = {}, workbook = '' } = options;
  return zipOf({
    '[Content_Types].xml': contentTypes({
      'xl/workbook.xml': `${OFFICE}.spreadsheetml.sheet.main+xml`,
      'xl/worksheets/sheet1.xml': `${OFFICE}.spreadsheetml.worksheet+xml`,
      ...PROPERTY_TYPES,
      ...types,
    }),
    '_rels/.rels': rootOf('xl/workbook.xml'),
    ...PROPERTIES,
    'xl/_rels/workbook.xml.rels': relationships(relationship('rId1', 'worksheet', 'worksheets/sheet1.xml')),
    'xl/workbook.xml': `${XML}<workbook ${S} ${R}>${workbook}<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/worksheets/_rels/sheet1.xml.rels': relationships(...refers),
    'xl/worksheets/sheet1.xml': `${XML}<worksheet ${S} ${R}><sheetData><row r="1"><c r="A1"><v>42</v></c></row>${body}</sheetData></worksheet>`,
    ...parts,
  });
};
/** A cell with a formula. */
export const formula = (text: string): string => `<row r="2"><c r="A2"><f>${text}</f></c></row>`;

const run = (inside: string): string => `<w:r>${inside}</w:r>`;
const mark = (type: string): string => run(`<w:fldChar w:fldCharType="${type}"/>`);

/** A field whose instruction is cut over runs; a piece may be a field of its own. */
export const field = (...pieces: readonly string[]): string =>
  `${mark('begin')}${pieces
    .map((piece) => (piece.startsWith('<') ? piece : run(`<w:instrText xml:space="preserve">${piece}</w:instrText>`)))
    .join('')}${mark('separate')}${run('<w:t>shown</w:t>')}${mark('end')}`;
