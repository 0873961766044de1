/** What names and declarations may claim about a file's bytes. */
import { expect } from 'chai';
import { contradicts, familyOf } from '../../../../../../server/src/features/attachments/pipeline/file-types.ts';

describe('file types', () => {
  it('that are not on the list have no family', () => {
    for (const type of [
      'image/svg+xml',
      'text/html',
      'application/zip',
      'image/heic-sequence',
      'image/bmp',
      'video/ogg',
    ]) {
      expect(familyOf(type), type).to.equal(undefined);
    }
  });

  it('of what devices record are voice', () => {
    for (const type of [
      'video/webm',
      'audio/ogg; codecs=opus',
      'audio/x-m4a',
      'audio/mpeg',
      'audio/wav',
      'audio/aac',
    ]) {
      expect(familyOf(type), type).to.equal('voice');
    }
  });

  it('are not contradicted by names and declarations of their family, or by none', () => {
    expect(contradicts('image', 'IMG_1.HEIC', 'image/jpeg')).to.equal(false);
    expect(contradicts('image', 'photo', '')).to.equal(false);
    expect(contradicts('image', 'Scan 12.05.2024', 'application/octet-stream')).to.equal(false);
    expect(contradicts('voice', 'voice.webm', 'video/webm')).to.equal(false);
    expect(contradicts('text', 'report.csv', 'application/vnd.ms-excel')).to.equal(false);
  });

  it('are contradicted by what another family or a program is called', () => {
    expect(contradicts('image', 'photo.html', 'image/jpeg')).to.equal(true);
    expect(contradicts('image', 'photo.jpg', 'text/html')).to.equal(true);
    expect(contradicts('image', 'photo.jpg.exe ', '')).to.equal(true);
    expect(contradicts('image', 'photo.SVG..', '')).to.equal(true);
    expect(contradicts('text', 'notes.ps1', 'text/plain')).to.equal(true);
    expect(contradicts('text', 'notes.txt', 'application/pdf')).to.equal(true);
    expect(contradicts('pdf', 'invoice.jpg', '')).to.equal(true);
  });
});
