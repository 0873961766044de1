/** Turns a ThumbHash into the blurred picture that holds a photo's place. Pure. */

export interface BlurredPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

const SIZE = 32;
/** Saturation lost in quantising is given back. */
const BOOST = 1.25;

/** The factors of one channel, in triangular order; a nibble each. */
const readFactors = (nibble: () => number, nx: number, ny: number, scale: number): number[][] => {
  const factors: number[][] = [];
  for (let cy = 0; cy < ny; cy++) {
    const row: number[] = [];
    for (let cx = 0; cx * ny < nx * (ny - cy); cx++) row.push(cx + cy === 0 ? 0 : (nibble() / 7.5 - 1) * scale);
    factors.push(row);
  }
  return factors;
};

/** The value of a channel at a place: its mean and a sum of cosines. */
const valueAt = (mean: number, factors: number[][], x: number, y: number): number => {
  let value = mean;
  factors.forEach((row, cy) => {
    const vertical = Math.cos(Math.PI * y * cy) * 2;
    row.forEach((factor, cx) => {
      value += factor * Math.cos(Math.PI * x * cx) * vertical;
    });
  });
  return value;
};

/** Undefined for anything that is not the hash of an opaque picture. */
export const decodeThumbHash = (base64: string): BlurredPicture | undefined => {
  let hash: Uint8Array;
  try {
    hash = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
  const byte = (at: number) => hash[at] ?? 0;
  const first = byte(0) | (byte(1) << 8) | (byte(2) << 16);
  const second = byte(3) | (byte(4) << 8);
  const hasAlpha = first >> 23 === 1;
  if (hash.length < 5 || hasAlpha) return undefined;
  const isLandscape = second >> 15 === 1;
  const [across, down] = isLandscape ? [7, second & 7] : [second & 7, 7];
  let at = 10;
  const nibble = () => {
    const value = (byte(at >> 1) >> ((at & 1) * 4)) & 15;
    at += 1;
    return value;
  };
  const light = readFactors(nibble, Math.max(3, across), Math.max(3, down), ((first >> 18) & 31) / 31);
  const blueYellow = readFactors(nibble, 3, 3, (((second >> 3) & 63) / 63) * BOOST);
  const redGreen = readFactors(nibble, 3, 3, (((second >> 9) & 63) / 63) * BOOST);

  const ratio = across / down || 1;
  const width = Math.max(1, Math.round(ratio > 1 ? SIZE : SIZE * ratio));
  const height = Math.max(1, Math.round(ratio > 1 ? SIZE / ratio : SIZE));
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const x = ((i % width) + 0.5) / width;
    const y = (Math.floor(i / width) + 0.5) / height;
    const l = valueAt((first & 63) / 63, light, x, y);
    const p = valueAt(((first >> 6) & 63) / 31.5 - 1, blueYellow, x, y);
    const q = valueAt(((first >> 12) & 63) / 31.5 - 1, redGreen, x, y);
    const blue = l - (2 / 3) * p;
    const red = (3 * l - blue + q) / 2;
    pixels.set([red * 255, (red - q) * 255, blue * 255, 255], i * 4);
  }
  return { width, height, pixels };
};
