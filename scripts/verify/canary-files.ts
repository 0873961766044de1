/** Files that carry a mark wherever files hide things: what is downloaded must not carry it any more. */
import * as samples from '../../test/support/sample-files.ts';

/** The mark; sample files have it as camera, title, artist and comment. */
export const CANARY = /canary/i;
/** Where EXIF, XMP and the places of photos begin. */
const METADATA = ['Exif\0\0', 'http://ns.adobe.com/xap', 'GPSLatitude', 'Photoshop 3.0', 'ID3', 'OpusTags\0'];

export interface CanaryFile {
  readonly title: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly blob: File;
}

const file = (bytes: Buffer, name: string, type: string): File => new File([new Uint8Array(bytes)], name, { type });

/** More than a multipart request takes: it goes through the door for resumable uploads. */
const TRAILER = Buffer.from('canary of a trailer '.repeat(70_000));

export const canaryFiles = async (): Promise<readonly CanaryFile[]> => {
  const photo = await samples.phonePhoto();
  const pdf = samples.plainPdf('4 0 obj<</Author(Canary)/Producer(Canary)>>endobj');
  return [
    { title: 'photo with place and camera', kind: 'photo', blob: file(photo, 'canary.jpg', 'image/jpeg') },
    {
      title: 'photo with a trailer, in pieces',
      kind: 'photo',
      blob: file(Buffer.concat([photo, TRAILER]), 'a.jpg', 'image/jpeg'),
    },
    { title: 'PNG with metadata', kind: 'photo', blob: file(await samples.pngWithErasedHalf(), 'a.png', 'image/png') },
    { title: 'voice message with tags', kind: 'voice', blob: file(await samples.webmVoice(), 'a.webm', 'audio/webm') },
    { title: 'MP3 with tags', kind: 'voice', blob: file(samples.mp3Voice(), 'a.mp3', 'audio/mpeg') },
    { title: 'PDF with an author', kind: 'file', blob: file(pdf, 'a.pdf', 'application/pdf') },
  ];
};

/** @returns what of the mark, or of metadata at all, is in some bytes. */
export const findCanary = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('latin1');
  return CANARY.exec(text)?.[0] ?? METADATA.find((sign) => text.includes(sign));
};
