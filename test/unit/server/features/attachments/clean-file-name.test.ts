/** Display names made of whatever a sender called a file. */
import { expect } from 'chai';
import fc from 'fast-check';
import { cleanFileName } from '../../../../../server/src/features/attachments/clean-file-name.ts';

const clean = (name: string, mediaType = 'image/jpeg'): string => cleanFileName(name, mediaType, 'photo');

describe('display names', () => {
  for (const [what, sent, shown] of [
    ['keep letters of any language', 'Отпуск на Иссык-Куле.jpg', 'Отпуск на Иссык-Куле.jpg'],
    ['keep no folder of Unix', '../../etc/passwd', 'passwd.jpg'],
    ['keep no folder of Windows', 'C:\\Users\\me\\x.jpg', 'x.jpg'],
    ['keep nothing before a NUL', 'x.exe\0y.jpg', 'y.jpg'],
    ['keep no line break', 'a\r\nSet-Cookie: x.jpg', 'aSet-Cookie_ x.jpg'],
    ['keep no change of direction', 'photo\u202egpj.exe', 'photogpj.jpg'],
    ['keep nothing invisible', 'a\u200b\u2066b\ufeff.jpg', 'ab.jpg'],
    ['get the extension of what the file is', 'IMG_1.HEIC', 'IMG_1.jpg'],
    ['keep dots that are no extension', 'Scan 12.05.2024.jpg', 'Scan 12.05.2024.jpg'],
    ['are never a device of Windows', 'CON.jpg', '_CON.jpg'],
    ['are never empty', '...', 'photo.jpg'],
    ['lose signs that Windows refuses', 'a<b>:"|?*.jpg', 'a_b______.jpg'],
    ['lose lone surrogates', 'a\ud800b.jpg', 'a\ufffdb.jpg'],
  ] as const) {
    it(what, () => {
      expect(clean(sent)).to.equal(shown);
    });
  }

  it('keep extensions that mean the same', () => {
    expect(clean('a.JPEG')).to.equal('a.jpeg');
    expect(cleanFileName('a.csv', 'text/plain', 'file')).to.equal('a.csv');
    expect(cleanFileName('a', 'text/plain', 'file')).to.equal('a.txt');
  });

  it('are short, plain and have one of the right extensions, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (sent) => {
        const name = clean(sent);
        expect(name.length).to.be.within(5, 200);
        expect(name).to.match(/^[^/\\\p{Cc}\p{Cf}<>:"|?*]+\.(jpg|jpeg)$/u);
        expect(name.startsWith('.')).to.equal(false);
      }),
    );
  });
});
