/** XML is read strictly: what two readers could understand in two ways is not read at all. */
import { expect } from 'chai';
import { OfficeFault } from '../../../../../../server/src/platform/media/office/office-fault.ts';
import { decodeXml, readXml } from '../../../../../../server/src/platform/media/office/xml-reader.ts';

const faultOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (!(error instanceof OfficeFault)) throw error;
    return error.message;
  }
};
const read = (xml: string): string =>
  [...readXml(xml)]
    .map((piece) =>
      piece.kind === 'text'
        ? piece.text
        : `${piece.kind} ${piece.local}${piece.attributes.map(({ local, value }) => ` ${local}=${value}`).join('')};`,
    )
    .join('');

describe('XML', () => {
  it('is read as tags and texts, wherever the prefixes come from', () => {
    expect(
      read('<?xml version="1.0"?>\n<w:a x:b="1" c=\'&lt;&#x41;\'>t&amp;<!-- no --><![CDATA[<z>]]><d/></w:a>\n'),
    ).to.equal('\nopen a b=1 c=<A;t&<z>open d;close d;close a;\n');
  });

  it('has no document types, entities or style sheets', () => {
    expect(faultOf(() => read('<!DOCTYPE a><a/>'))).to.match(/document type/);
    expect(faultOf(() => read('<a><!ENTITY b "c"></a>'))).to.match(/document type/);
    for (const entity of ['&b;', '&#x110000;', '&lt', '&;']) {
      expect(
        faultOf(() => read(`<a>${entity}</a>`)),
        entity,
      ).to.match(/entities/);
    }
    expect(faultOf(() => read('<?xml-stylesheet href="a"?><a/>'))).to.match(/style sheet/);
  });

  it('is well-formed, and not too deep', () => {
    for (const xml of ['<a>', '<a></b>', '</a>', '<a b=1/>', '<a b="<"/>', '<a', 'text', '<a/><!-- ', '<a>]]></a><a']) {
      expect(
        faultOf(() => read(xml)),
        xml,
      ).to.match(/broken/);
    }
    expect(faultOf(() => read('<a>'.repeat(300) + '</a>'.repeat(300)))).to.match(/deep/);
  });

  it('is UTF-8, and says nothing else', () => {
    expect(faultOf(() => decodeXml(Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a/>')))).to.equal('none');
    expect(faultOf(() => decodeXml(Buffer.from('<?xml version="1.0" encoding="UTF-7"?><a/>')))).to.match(/UTF-8/);
    expect(faultOf(() => decodeXml(Buffer.from([0x3c, 0xff])))).to.match(/UTF-8/);
  });
});
