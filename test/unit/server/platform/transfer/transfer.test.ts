/** Ranges, names and bounds on the way in and out. */
import { expect } from 'chai';
import fc from 'fast-check';
import { LEFT_OVER_AFTER_MS } from '../../../../../server/src/features/attachments/index.ts';
import { parseRange } from '../../../../../server/src/platform/transfer/byte-range.ts';
import { contentDisposition } from '../../../../../server/src/platform/transfer/content-disposition.ts';
import { isRangeFresh, preconditionOf } from '../../../../../server/src/platform/transfer/preconditions.ts';
import {
  MAX_OVERHEAD_BYTES,
  uploadLimits,
  uploadTimes,
} from '../../../../../server/src/platform/transfer/upload-limits.ts';

describe('byte ranges', () => {
  for (const [header, answer] of [
    [undefined, 'all'],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-', { start: 10, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=100-', 'outside'],
    ['bytes=-0', 'outside'],
    ['bytes=5-4', 'all'],
    ['bytes=-', 'all'],
    ['bytes=0-1,3-4', 'all'],
    ['items=0-1', 'all'],
    ['bytes=a-b', 'all'],
    ['bytes=99999999999999999999-', 'outside'],
  ] as const) {
    it(`${header} of 100 bytes is ${JSON.stringify(answer)}`, () => {
      expect(parseRange(header, 100)).to.deep.equal(answer);
    });
  }

  it('lie outside of a file without bytes', () => {
    expect(parseRange('bytes=0-', 0)).to.equal('outside');
    expect(parseRange('bytes=-1', 0)).to.equal('outside');
  });
});

describe('Content-Disposition', () => {
  const FORM = /^attachment; filename="[ !#$&-.0-[\]-~]*"; filename\*=UTF-8''([\w.%!#$&+^`|~-]*)$/;

  it('carries a plain and a full name, and nothing that ends the header', () => {
    const header = contentDisposition('attachment', 'Счёт "5"\\%41;\'(*).pdf');

    expect(header).to.equal(
      `attachment; filename="____ _5___41;'(*).pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82%20%225%22_%2541%3B%27%28%2A%29.pdf`,
    );
    expect(header).not.to.match(/[\r\n]/);
  });

  it('of any name is one line of ASCII with one readable name, no path and no turned-around letters in it', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom(
        '../../etc/passwd',
        'C:\\boot.ini',
        'invoice\u202efdp.exe',
        'a\r\nSet-Cookie: b',
        '\ud800.txt',
        '😀'.repeat(150),
      ),
    );
    fc.assert(
      fc.property(names, (name) => {
        const [, full] = FORM.exec(contentDisposition('attachment', name)) ?? [];
        const read = full === undefined ? '/' : decodeURIComponent(full);
        return read.length <= 200 && !/[\p{Cc}\p{Cf}/\\]/u.test(read);
      }),
    );
  });

  it('keeps the end of a long name, where its type is told', () => {
    expect(contentDisposition('attachment', `${'long '.repeat(100)}.pdf`)).to.match(/\.pdf"; .*\.pdf$/);
  });
});

describe('preconditions', () => {
  const tag = '"a.full"';
  for (const [headers, answer] of [
    [{}, 'send'],
    [{ 'if-none-match': tag }, 'unchanged'],
    [{ 'if-none-match': `"b", W/${tag}` }, 'unchanged'],
    [{ 'if-none-match': '*' }, 'unchanged'],
    [{ 'if-none-match': '"b"' }, 'send'],
    [{ 'if-none-match': 'a.full' }, 'send'],
    [{ 'if-match': tag }, 'send'],
    [{ 'if-match': `"b", ${tag}` }, 'send'],
    [{ 'if-match': '*' }, 'send'],
    [{ 'if-match': `W/${tag}` }, 'failed'],
    [{ 'if-match': '"b"' }, 'failed'],
    [{ 'if-match': '' }, 'failed'],
    [{ 'if-match': '"b"', 'if-none-match': tag }, 'failed'],
  ] as const) {
    it(`${JSON.stringify(headers)} of ${tag} are answered with ${answer}`, () => {
      expect(preconditionOf(headers, tag)).to.equal(answer);
    });
  }

  it('let ranges through of the very same bytes only', () => {
    expect(isRangeFresh({}, tag)).to.equal(true);
    expect(isRangeFresh({ 'if-range': tag }, tag)).to.equal(true);
    expect(isRangeFresh({ 'if-range': `W/${tag}` }, tag)).to.equal(false);
    expect(isRangeFresh({ 'if-range': 'Wed, 21 Oct 2026 07:28:00 GMT' }, tag)).to.equal(false);
  });
});

describe('the bounds of an upload', () => {
  // All that the parser knows; one that is not set has no bound, or one of megabytes.
  const all = [
    'fieldNameSize',
    'fieldSize',
    'fields',
    'fileSize',
    'files',
    'parts',
    'headerPairs',
    'fieldNestingDepth',
    'fieldArrayIndexLimit',
  ];

  it('are all set', () => {
    expect(Object.keys(uploadLimits(1_000))).to.have.members(all);
  });

  for (const [name, most] of Object.entries({
    fieldNameSize: 100,
    fieldSize: 1_000,
    fields: 5,
    fileSize: 1_000,
    files: 1,
    parts: 6,
    headerPairs: 20,
    fieldNestingDepth: 0,
    fieldArrayIndexLimit: 0,
  })) {
    it(`${name} is at most ${most}`, () => {
      expect(uploadLimits(1_000)).to.have.property(name).that.is.within(0, most);
    });
  }

  it('leave little room beside the file, and no endless time', () => {
    expect(MAX_OVERHEAD_BYTES).to.be.at.most(100_000);
    expect(uploadTimes.idleMs).to.be.at.most(60_000);
    expect(uploadTimes.deadlineMs).to.be.below(LEFT_OVER_AFTER_MS);
    expect(uploadTimes.minWindowBytes).to.be.at.least(uploadTimes.windowMs / 1_000);
  });
});
