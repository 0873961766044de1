/** Office documents: refused when they act by themselves, and otherwise packed anew without what tells of their author. */
import { expect } from 'chai';
import sharp from 'sharp';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { readPackage } from '../../../../../server/src/platform/media/office/package-reader.ts';
import { type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import {
  docxOf,
  field,
  formula,
  paragraph,
  relationship,
  relationships,
  xlsxOf,
  zipOf,
} from '../../../../support/sample-documents.ts';
import { phonePhoto } from '../../../../support/sample-files.ts';

const VML =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata src="https://canary.example/a.png"/></v:shape></xml>';

/** Changes four bytes of the last record of a kind in an archive’s directory. */
const patched = (file: Buffer, record: string, at: number, value: number): Buffer => {
  file.writeUInt32LE(value, file.lastIndexOf(record, undefined, 'latin1') + at);
  return file;
};

describe('the office job', function () {
  this.timeout(60_000);
  let pool: MediaPool;
  before(() => {
    pool = testMediaPool();
  });
  after(() => pool[Symbol.asyncDispose]());

  const run = (file: Buffer): Promise<MediaRun> => runMedia(pool, { kind: 'office' }, file);
  const refusal = async (file: Promise<Buffer> | Buffer): Promise<string> => {
    const { answer } = await run(await file);
    return answer.outcome === 'refused' ? `${answer.reason}: ${answer.detail.split(': ').at(-1)}` : 'taken';
  };
  const rebuilt = async (file: Buffer): Promise<ReadonlyMap<string, string>> => {
    const { outputs } = await run(file);
    const parts = await readPackage(outputs.get('full') as Buffer);
    return new Map([...parts].map(([name, bytes]) => [name, bytes.toString()]));
  };

  it('drops properties with all that refers to them, and keeps the text', async () => {
    const file = await docxOf({
      body: paragraph('of two parties'),
      refers: [
        relationship('rId9', 'customXml', '../customXml/item1.xml'),
        relationship('rId8', 'people', 'people.xml'),
      ],
      parts: { 'customXml/item1.xml': '<a>Canary</a>', 'word/people.xml': '<a b="Canary"/>' },
    });

    const { answer } = await run(file);
    const parts = await rebuilt(file);

    expect(answer).to.nested.include({ outcome: 'done', 'facts.removed[0]': 'metadata' });
    expect([...parts.keys()]).to.deep.equal([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/document.xml',
    ]);
    expect(parts.get('word/document.xml')).to.include('A contract').and.include('of two parties');
    for (const [name, part] of parts) expect(part, name).not.to.match(/canary|docProps|customXml|people/i);
  });

  it('writes no times, no extra fields and no comments, and the same bytes each time', async () => {
    const one = (await run(await docxOf())).outputs.get('full') as Buffer;
    const other = (await run(await docxOf())).outputs.get('full') as Buffer;

    expect(one.equals(other)).to.equal(true);
    const [flagsToTime, extraBytes] = [one.readUInt32LE(10), one.readUInt16LE(28)];
    expect([flagsToTime >>> 16, flagsToTime & 0xffff, extraBytes], '1980-01-01 00:00').to.deep.equal([0x21, 0, 0]);
  });

  it('empties where the file lay and who is behind the names of authors', async () => {
    const parts = await rebuilt(
      await xlsxOf({
        workbook:
          '<x:absPath xmlns:x="x" url="C:\\Users\\Canary\\"/><fileSharing userName="Canary" readOnlyRecommended="1"/>',
        refers: [relationship('rId1', 'person', '../persons/person.xml')],
        parts: {
          'xl/persons/person.xml':
            '<personList><person displayName="Author" userId="S::canary@example.com" providerId="AD"/></personList>',
        },
      }),
    );

    expect([...parts.values()].join('')).not.to.match(/canary/i);
    expect(parts.get('xl/persons/person.xml')).to.include('displayName="Author"').and.include('userId="None"');
    expect(parts.get('xl/workbook.xml')).to.include('readOnlyRecommended="1"');
  });

  it('drops the settings of printers, and what refers to them', async () => {
    const parts = await rebuilt(
      await xlsxOf({
        body: '</sheetData><pageSetup paperSize="9" r:id="rId1"/><sheetData>',
        refers: [relationship('rId1', 'printerSettings', '../printerSettings/printerSettings1.bin')],
        parts: { 'xl/printerSettings/printerSettings1.bin': '\\\\canary\\printer' },
      }),
    );

    expect(parts.get('xl/worksheets/sheet1.xml')).to.include('<pageSetup paperSize="9"/>');
    expect([...parts.keys()].some((name) => name.includes('printer'))).to.equal(false);
  });

  it('rebuilds the pictures inside, and tells what was in them', async () => {
    const file = await docxOf({
      refers: [relationship('rId1', 'image', 'media/image1.jpeg')],
      parts: { 'word/media/image1.jpeg': Buffer.concat([await phonePhoto(), Buffer.from('<script>canary')]) },
    });

    const { answer, outputs } = await run(file);
    const picture = (await readPackage(outputs.get('full') as Buffer)).get('word/media/image1.jpeg') as Buffer;

    expect(answer.outcome === 'done' && answer.facts.removed).to.include.members([
      'location',
      'camera',
      'trailing-data',
    ]);
    expect(await sharp(picture).metadata()).to.not.have.any.keys('exif', 'icc', 'orientation');
    expect(picture.toString('latin1')).not.to.match(/canary/i);
  });

  it('takes ordinary links, formulas and fields', async () => {
    const links = ['https://example.com/', 'mailto:a@example.com', 'tel:+77010000000', 'annex.docx', '#place'];
    const refers = links.map((link, index) => relationship(`rId${index}`, 'hyperlink', link, true));

    expect(await refusal(docxOf({ refers }))).to.equal('taken');
    expect(
      await refusal(docxOf({ body: `<w:p>${field(' PAGE ')}${field('HYPERLINK "https://example.com/"')}</w:p>` })),
    ).to.equal('taken');
    expect(await refusal(docxOf({ body: `<w:p>${field('IF ', field('PAGE'), ' = 1 "a" "b"')}</w:p>` }))).to.equal(
      'taken',
    );
    expect(await refusal(xlsxOf({ body: formula('SUM(A1:A9)&amp;" | "') }))).to.equal('taken');
  });

  const embedded = Buffer.from('d0cf11e0a1b11ae10000', 'hex');
  const inWord = (name: string, part: string | Buffer) => docxOf({ parts: { [name]: part } });
  const linked = (type: string, target: string) => docxOf({ refers: [relationship('rId1', type, target, true)] });
  for (const [what, make, answer] of [
    ['macros', () => inWord('word/vbaProject.bin', embedded), 'unsafe: it has macros'],
    [
      'macros under another name',
      () => docxOf({ types: { 'word/a.xml': 'application/vnd.ms-office.vbaProject' } }),
      'unsafe: it has macros',
    ],
    [
      'a document type with macros',
      () => docxOf({ types: { 'word/document.xml': 'application/vnd.ms-word.document.macroEnabled.main+xml' } }),
      'unsafe: it has macros',
    ],
    ['sheets of macros', () => xlsxOf({ parts: { 'xl/macrosheets/sheet1.xml': '<a/>' } }), 'unsafe: it has macros'],
    ['ribbons that call macros', () => inWord('customUI/customUI.xml', '<a/>'), 'unsafe: it has macros'],
    ['active controls', () => inWord('word/activeX/activeX1.xml', '<a/>'), 'unsafe: it has active controls'],
    ['embedded files', () => inWord('word/embeddings/oleObject1.bin', embedded), 'unsafe: it has files within'],
    [
      'embedded files named as pictures',
      () => inWord('word/media/image1.png', embedded),
      'unsafe: it has files within',
    ],
    [
      'archives named as parts',
      async () => inWord('word/a.xml', await zipOf({ a: 'b' })),
      'unsafe: it has files within',
    ],
    ['parts of unknown kinds', () => inWord('word/a.hta', '<a/>'), 'unsafe: it has a part of an unexpected kind'],
    [
      'links to other workbooks',
      () => xlsxOf({ parts: { 'xl/externalLinks/externalLink1.xml': '<a/>' } }),
      'unsafe: it links to other workbooks or programs',
    ],
    [
      'an outside template',
      () => linked('attachedTemplate', 'https://canary.example/a.dotm'),
      'unsafe: it has an outside template',
    ],
    ['an outside picture', () => linked('image', 'https://canary.example/a.png'), 'unsafe: it loads from elsewhere'],
    ['an outside frame', () => linked('frame', 'https://canary.example/'), 'unsafe: it loads from elsewhere'],
    ['a picture of a drawing from outside', () => inWord('word/a.xml', VML), 'unsafe: it loads from elsewhere'],
    [
      'links to a network’s files',
      () => linked('hyperlink', '\\\\canary\\share'),
      'unsafe: it links to files of a computer or a network',
    ],
    [
      'links to a computer’s files',
      () => linked('hyperlink', 'file:///c:/a.exe'),
      'unsafe: it links to files of a computer or a network',
    ],
    [
      'a DDE field',
      () => docxOf({ body: `<w:p>${field('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')}</w:p>` }),
      'unsafe: it has a DDE field',
    ],
    [
      'a DDE field cut over runs',
      () => docxOf({ body: `<w:p>${field(' D', 'D', 'E', 'AUTO cmd')}</w:p>` }),
      'unsafe: it has a DDE field',
    ],
    ['a DDE field in short', () => docxOf({ body: '<w:fldSimple w:instr="DDE cmd"/>' }), 'unsafe: it has a DDE field'],
    [
      'a DDE field that another field spells',
      () => docxOf({ body: `<w:p>${field(field('QUOTE 68 68 69'), ' cmd')}</w:p>` }),
      'unsafe: a field of it works out what it is',
    ],
    [
      'a DDE field that never ends',
      () => docxOf({ body: '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE cmd</w:instrText></w:r>' }),
      'unsafe: it has a DDE field',
    ],
    [
      'a field that loads a file',
      () => docxOf({ body: `<w:p>${field('INCLUDEPICTURE "https://canary.example/a.png"')}</w:p>` }),
      'unsafe: it has a field that loads from elsewhere',
    ],
    ['a DDE formula', () => xlsxOf({ body: formula("cmd|'/c calc'!A0") }), 'unsafe: it has a DDE formula'],
    [
      'a DDE formula in a name',
      () => xlsxOf({ workbook: '<definedNames><definedName name="a">cmd|\'/c calc\'!A0</definedName></definedNames>' }),
      'unsafe: it has a DDE formula',
    ],
    [
      'a formula that asks the web',
      () => xlsxOf({ body: formula('WEBSERVICE("https://canary.example")') }),
      'unsafe: it has a formula that reaches outside',
    ],
    [
      'a DDE link',
      () => xlsxOf({ workbook: '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>' }),
      'unsafe: it has a DDE link',
    ],
    [
      'a document type',
      () => inWord('word/a.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
      'unsafe: its XML has a document type',
    ],
    ['an entity of its own', () => inWord('word/a.xml', '<a>&b;</a>'), 'unsafe: its XML has entities of its own'],
    [
      'XML that is not UTF-8',
      () => inWord('word/a.xml', Buffer.from('\ufeff<a/>', 'utf16le')),
      'unsafe: a part of it is not UTF-8',
    ],
    ['broken XML', () => inWord('word/a.xml', '<a><b></a>'), 'unreadable: its XML is broken'],
    [
      'a missing part',
      () => docxOf({ refers: [relationship('rId1', 'styles', 'styles.xml')] }),
      'unreadable: a part of it is missing',
    ],
    ['two parts of one name', () => inWord('WORD/document.xml', '<a/>'), 'unsafe: two parts of it have one name'],
    [
      'names that leave the archive',
      async () =>
        Buffer.from(
          (await inWord('word/aa/a.xml', '<a/>')).toString('latin1').replaceAll('word/aa/a.xml', 'word/../a.xml'),
          'latin1',
        ),
      'unreadable: the archive that it is made of is broken',
    ],
    ['a bomb', () => inWord('word/a.xml', `<a>${' '.repeat(3_000_000)}</a>`), 'unsafe: it is packed too tightly'],
    [
      'more when unpacked than there may be',
      async () => patched(await inWord('word/a.xml', '<a/>'), 'PK\x01\x02', 24, 70_000_000),
      'unsafe: it is too large when unpacked',
    ],
    [
      'too many parts',
      async () => patched(await docxOf(), 'PK\x05\x06', 8, 0x0fff_0fff),
      'unsafe: it has too many parts',
    ],
    [
      'an archive of anything',
      () => zipOf({ 'readme.txt': 'canary' }),
      'type-not-allowed: archives are not on the list',
    ],
    [
      'an archive with a list of types',
      () => zipOf({ '[Content_Types].xml': '<Types/>', '_rels/.rels': relationships() }),
      'type-not-allowed: archives are not on the list',
    ],
    [
      'a template',
      () =>
        docxOf({
          types: {
            'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml',
          },
        }),
      'type-not-allowed: documents of this program are not on the list',
    ],
    [
      'half a document',
      async () => (await docxOf()).subarray(0, 900),
      'unreadable: the archive that it is made of is broken',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect(await refusal(await make())).to.equal(answer);
    });
  }

  it('refuses encrypted parts', async () => {
    const file = await docxOf();
    for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 1)) file[at + 8] = 1;

    expect(await refusal(file)).to.equal('unsafe: it is encrypted');
  });

  it('refuses parts that are damaged', async () => {
    const file = await docxOf({ parts: { 'word/media/a.emf': 'canary' } });
    const stored = file.lastIndexOf('PK\x01\x02');
    file[stored + 16] = (file[stored + 16] as number) ^ 1;

    expect(await refusal(file)).to.match(/^unreadable/);
  });
});
