/** Finds long thin bands that look like lines of print, at any angle; nothing is read. */
import { type GreyPicture, shadeAt } from './grey-picture.ts';
import { strokeMap } from './stroke-map.ts';

export interface TextBand {
  /** The middle, and half the extent along and across, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly halfLength: number;
  readonly halfHeight: number;
  /** Of its length, against the rows of the picture, in radians; from -π/2 up to π/2. */
  readonly angle: number;
  /** How often it changes between light and dark along its middle. */
  readonly crossings: number;
}

const LEAST_ASPECT = 2.2;
const MOST_ASPECT = 60;
/** Of a piece of the map, in pixels. */
const LEAST_AREA = 60;
/** Of its box that a line of print fills. */
const LEAST_FILLED = 0.5;
const LEAST_HEIGHT = 2;
/** Across a band of real print the shades differ so much. */
const LEAST_CONTRAST = 24;

interface Piece {
  readonly area: number;
  readonly x: number;
  readonly y: number;
  /** Second moments. */
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** @returns the new end of the queue. */
const take = (map: Uint8Array, queue: Int32Array, at: number, end: number): number => {
  if (map[at] !== 1) return end;
  map[at] = 0;
  queue[end] = at;
  return end + 1;
};

/** Pieces of the map that hang together, side by side; the map is used up. */
function* piecesOf(map: Uint8Array, width: number): Generator<Piece> {
  const queue = new Int32Array(map.length);
  for (let start = 0; start < map.length; start++) {
    if (map[start] !== 1) continue;
    let [count, sumX, sumY, sumXX, sumYY, sumXY] = [0, 0, 0, 0, 0, 0];
    let last = 1;
    queue[0] = start;
    map[start] = 0;
    while (count < last) {
      const at = queue[count++]!;
      const y = (at / width) | 0;
      const x = at - y * width;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumYY += y * y;
      sumXY += x * y;
      if (x > 0) last = take(map, queue, at - 1, last);
      if (x < width - 1) last = take(map, queue, at + 1, last);
      last = take(map, queue, at - width, last);
      last = take(map, queue, at + width, last);
    }
    if (count < LEAST_AREA) continue;
    const [x, y] = [sumX / count, sumY / count];
    yield { area: count, x, y, xx: sumXX / count - x * x, yy: sumYY / count - y * y, xy: sumXY / count - x * y };
  }
}

/** Along three lines through the band; what changes by less than a part of its contrast is no change. */
const crossingsOf = (picture: GreyPicture, band: Omit<TextBand, 'crossings'>): number => {
  const { x, y, halfLength, halfHeight, angle } = band;
  const [alongX, alongY] = [Math.cos(angle), Math.sin(angle)];
  const steps = Math.max(2, Math.floor(2 * halfLength));
  let most = 0;
  for (const offset of [-0.35, 0, 0.35]) {
    const [startX, startY] = [
      x - halfLength * alongX - offset * halfHeight * alongY,
      y - halfLength * alongY + offset * halfHeight * alongX,
    ];
    const shades = new Float32Array(steps);
    let [sum, squares] = [0, 0];
    for (let step = 0; step < steps; step++) {
      const shade = shadeAt(picture, startX + step * alongX, startY + step * alongY);
      shades[step] = shade;
      sum += shade;
      squares += shade * shade;
    }
    const mean = sum / steps;
    const deviation = Math.sqrt(Math.max(0, squares / steps - mean * mean));
    if (2 * deviation < LEAST_CONTRAST) continue;
    let [side, crossings] = [0, 0];
    for (const shade of shades) {
      const now = shade > mean + 0.4 * deviation ? 1 : shade < mean - 0.4 * deviation ? -1 : side;
      if (side !== 0 && now !== side) crossings++;
      side = now;
    }
    most = Math.max(most, crossings);
  }
  return most;
};

export const findTextBands = (picture: GreyPicture): readonly TextBand[] => {
  const bands: TextBand[] = [];
  for (const { area, x, y, xx, yy, xy } of piecesOf(strokeMap(picture), picture.width)) {
    const spread = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
    const halfLength = Math.sqrt(3 * ((xx + yy) / 2 + spread));
    const halfHeight = Math.sqrt(3 * Math.max(0, (xx + yy) / 2 - spread));
    const aspect = halfLength / Math.max(halfHeight, 0.5);
    if (aspect < LEAST_ASPECT || aspect > MOST_ASPECT || halfHeight < LEAST_HEIGHT) continue;
    if (area < LEAST_FILLED * 4 * halfLength * halfHeight) continue;
    const band = { x, y, halfLength, halfHeight, angle: Math.atan2(2 * xy, xx - yy) / 2 };
    const crossings = crossingsOf(picture, band);
    if (crossings >= 6) bands.push({ ...band, crossings });
  }
  return bands;
};
