/** What becomes of the public pictures, and why. */

/** Only names: what is inside is found out by the job. */
export const PICTURE = /\.(jpe?g|png|gif|webp|tif|mpo|hei[cf]|avif)$/i;

/** Of the files that are called pictures: what is refused, and why. All others are taken. */
export const REFUSED_PICTURES: Readonly<Record<string, string>> = {
  // Films in a picture's clothes.
  'images/avif/colors-animated-8bpc-alpha-exif-xmp.avif': 'type-not-allowed',
  'images/avif/colors-animated-8bpc.avif': 'type-not-allowed',
  // More pixels than anybody's camera has, said by the header.
  'images/bombs/17000x17000.avif': 'unsafe',
  'images/bombs/65536-uint32-limit.png': 'unsafe',
  'images/bombs/giant-image.jpg': 'unsafe',
  'images/bombs/lottapixel.jpg': 'unsafe',
  // One frame that is larger than the whole: the decoder takes it for broken, before it draws.
  'images/bombs/decompression_bomb.gif': 'unreadable',
  // A header with no folder behind it, which the decoder does not know as a TIFF.
  'images/bombs/oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif': 'type-not-allowed',
  // No side, or not one whole frame.
  'images/corrupt/zero_width.gif': 'unreadable',
  'images/corrupt/e34116d68f49c7852b362ec72a636df5.gif': 'unreadable',
  'images/corrupt/invalid_multiframe.gif': 'unreadable',
  // Headers that contradict the format: a colour type that does not exist, a checksum that is wrong.
  'images/corrupt/xd0n2c08.png': 'unreadable',
  'images/corrupt/xhdn0g08.png': 'unreadable',
  'images/corrupt/broken.png': 'unreadable',
  'images/corrupt/c-817f96555e2d683e7b12f778c4e38022.png': 'unreadable',
  // Pixels that cannot be unpacked.
  'images/corrupt/broken_data_stream.png': 'unreadable',
  'images/corrupt/c-m6-a46ce91d8975a017917156b8824f936e.png': 'unreadable',
  'images/corrupt/3ba6af611cc5467cfdbd5566561b8478.jpg': 'unreadable',
  'images/corrupt/corrupt-header.jpg': 'unreadable',
  // Parts that lie outside the file.
  'images/corrupt/corrupted.heic': 'unreadable',
  'images/corrupt/crash-0c7e0e8e11ce787078f00b5b0ca409a167f070e0.tif': 'unreadable',
  // Cut off.
  'images/corrupt/truncated.gif': 'unreadable',
  'images/corrupt/truncated.heic': 'unreadable',
  'images/corrupt/truncated.jpg': 'unreadable',
  'images/corrupt/truncated.png': 'unreadable',
  'images/corrupt/truncated_jpeg.jpg': 'unreadable',
  // A text.
  'sniff/fixture-json.webp': 'type-not-allowed',
};

/** `done`, or the reason for which it is refused. @param path within the corpus. */
export const expectedOfPicture = (path: string): string =>
  REFUSED_PICTURES[path] ?? (PICTURE.test(path) ? 'done' : 'type-not-allowed');

/** How other formats begin or, of archives, end: none may be left anywhere in a rebuilt file. */
export const FOREIGN_SIGNATURES = [
  'PK\x03\x04',
  'PK\x05\x06',
  '%PDF',
  'Rar!',
  '7z\xbc\xaf\x27',
  '<html',
  '<script',
  'ID3\x03',
  'ftyp',
  'OggS',
];
