/** A photo as a phone makes it, drawn in the page: with a camera's name and the place of Almaty's Kok-Tobe in its EXIF. */

const [WIDTH, HEIGHT] = [1_600, 1_200];

const draw = (): Promise<Blob> => {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const sky = context.createLinearGradient(0, 0, 0, HEIGHT);
  sky.addColorStop(0, '#f6e4cb');
  sky.addColorStop(1, '#ecd9bf');
  context.fillStyle = sky;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#1f6f78';
  context.beginPath();
  context.ellipse(WIDTH / 2, 520, 470, 430, 0, 0, Math.PI);
  context.fill();
  // The chip that the photo is about.
  context.fillStyle = '#f2e0c7';
  context.beginPath();
  context.moveTo(1_010, 515);
  context.lineTo(1_060, 640);
  context.lineTo(1_150, 515);
  context.fill();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob as Blob), 'image/jpeg', 0.92));
};

const TEXT = 2;
const LONG = 4;
const RATIONALS = 5;

/** One directory of EXIF: twelve bytes an entry, long values behind. */
const directory = (start: number, entries: readonly (readonly [tag: number, type: number, value: Uint8Array])[]) => {
  const head = new DataView(new ArrayBuffer(2 + entries.length * 12 + 4));
  const tail: number[] = [];
  head.setUint16(0, entries.length);
  entries.forEach(([tag, type, value], index) => {
    const at = 2 + index * 12;
    head.setUint16(at, tag);
    head.setUint16(at + 2, type);
    head.setUint32(at + 4, type === TEXT ? value.length : type === LONG ? 1 : value.length / 8);
    if (value.length <= 4) value.forEach((byte, offset) => void head.setUint8(at + 8 + offset, byte));
    else {
      head.setUint32(at + 8, start + head.byteLength + tail.length);
      tail.push(...value);
    }
  });
  return new Uint8Array([...new Uint8Array(head.buffer), ...tail]);
};

const text = (value: string): Uint8Array => new TextEncoder().encode(`${value}\0`);

const numbers = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => void view.setUint32(index * 4, value));
  return new Uint8Array(view.buffer);
};

const exif = (): Uint8Array => {
  const camera = (place: number) =>
    directory(8, [
      [0x010f, TEXT, text('Dastarkhan')],
      [0x0110, TEXT, text('Demo phone')],
      [0x8825, LONG, numbers(place)],
    ]);
  const place = 8 + camera(0).length;
  const gps = directory(place, [
    [1, TEXT, text('N')],
    [2, RATIONALS, numbers(43, 1, 13, 1, 59, 1)],
    [3, TEXT, text('E')],
    [4, RATIONALS, numbers(76, 1, 58, 1, 33, 1)],
  ]);
  return new Uint8Array([...new TextEncoder().encode('Exif\0\0MM\0*'), 0, 0, 0, 8, ...camera(place), ...gps]);
};

/** The EXIF stands directly after the two bytes that every JPEG begins with. */
export const phonePhoto = async (): Promise<File> => {
  const picture = await draw();
  const segment = exif();
  const length = segment.length + 2;
  const head = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 0xff, ...segment]);
  return new File([head, picture.slice(2)], 'IMG_2041.jpg', { type: 'image/jpeg' });
};
