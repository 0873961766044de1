/** Writes a PDF that is nothing but pictures, one a page: no text, no links, no scripts, no properties, no dates. */

export interface PictureOfPage {
  /** Of the page, in points. */
  readonly width: number;
  readonly height: number;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  /** In three colours. */
  readonly jpeg: Uint8Array;
}

/** Readers take pages up to this side, in points. */
const MAX_SIDE = 14_400;
const FIRST_PAGE_OBJECT = 3;
const OBJECTS_PER_PAGE = 3;

const points = (value: number): string => String(Math.round(Math.min(Math.max(value, 1), MAX_SIDE) * 100) / 100);

const stream = (dictionary: string, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream')]);

const pageObjects = (page: PictureOfPage, number: number): readonly Buffer[] => {
  const [width, height] = [points(page.width), points(page.height)];
  const resources = `<</XObject<</P ${number + 2} 0 R>>>>`;
  return [
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources${resources}/Contents ${number + 1} 0 R>>`,
    ),
    stream('', Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /P Do Q`)),
    stream(
      `/Type/XObject/Subtype/Image/Width ${page.pixelWidth}/Height ${page.pixelHeight}` +
        '/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode',
      page.jpeg,
    ),
  ];
};

/** The same pictures make the same bytes. */
export const writeSafeCopy = (pages: readonly PictureOfPage[]): Buffer => {
  const kids = pages.map((_, index) => `${FIRST_PAGE_OBJECT + index * OBJECTS_PER_PAGE} 0 R`);
  const objects: readonly Buffer[] = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from(`<</Type/Pages/Count ${pages.length}/Kids[${kids.join(' ')}]>>`),
    ...pages.flatMap((page, index) => pageObjects(page, FIRST_PAGE_OBJECT + index * OBJECTS_PER_PAGE)),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let position = (parts[0] as Buffer).length;
  const places = objects.map((object, index) => {
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(whole);
    position += whole.length;
    return position - whole.length;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${position}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
};
