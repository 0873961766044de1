/** Writes a line over a whole picture again and again, slanted and half transparent: dark letters with a light edge. */
import { LETTER_ADVANCE, LETTER_HEIGHT, type Point, strokesOf } from './stroke-letters.ts';

export interface Pixels {
  /** Four bytes a pixel; changed in place. */
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const ANGLE = -Math.PI / 7;
/** Of the picture's shorter side, in pixels of the result. */
const LETTERS_PER_SIDE = 26;
const SMALLEST_LETTER = 9;
const LARGEST_LETTER = 44;
/** From line to line, and between two lines of writing on the same row, in heights of a letter. */
const ROW_HEIGHTS = 4;
const GAP_HEIGHTS = 4;
const INK = { red: 16, green: 20, blue: 48, opacity: 0.5 };
const EDGE = { red: 255, green: 255, blue: 255, opacity: 0.4 };

interface Layers {
  readonly ink: Uint8Array;
  readonly edge: Uint8Array;
}

const distance = (x: number, y: number, from: Point, to: Point): number => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
};

const coverage = (radius: number, at: number): number => Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - at)));

const drawLine = (layers: Layers, { width, height }: Pixels, from: Point, to: Point, radius: number): void => {
  const edge = radius * 2.2;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - edge - 1));
  const right = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + edge + 1));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - edge - 1));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from.y, to.y) + edge + 1));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const away = distance(x, y, from, to);
      const at = y * width + x;
      layers.ink[at] = Math.max(layers.ink[at] as number, coverage(radius, away));
      layers.edge[at] = Math.max(layers.edge[at] as number, coverage(edge, away));
    }
  }
};

const blend = ({ rgba }: Pixels, { ink, edge }: Layers): void => {
  for (let at = 0; at < ink.length; at++) {
    if (edge[at] === 0) continue;
    const dark = ((ink[at] as number) / 255) * INK.opacity;
    const light = ((edge[at] as number) / 255) * EDGE.opacity * (1 - dark);
    const rest = 1 - dark - light;
    const pixel = at * 4;
    rgba[pixel] = (rgba[pixel] as number) * rest + INK.red * dark + EDGE.red * light;
    rgba[pixel + 1] = (rgba[pixel + 1] as number) * rest + INK.green * dark + EDGE.green * light;
    rgba[pixel + 2] = (rgba[pixel + 2] as number) * rest + INK.blue * dark + EDGE.blue * light;
  }
};

const letterHeight = ({ width, height }: Pixels): number =>
  Math.min(LARGEST_LETTER, Math.max(SMALLEST_LETTER, Math.min(width, height) / LETTERS_PER_SIDE));

/** Where the writing begins each time, in coordinates turned about the middle of the picture. */
const beginnings = function* (reach: number, step: Point): Generator<Point> {
  let row = 0;
  for (let y = -reach; y < reach; y += step.y) {
    const shift = (row++ % 2) * (step.x / 2);
    for (let x = -reach - shift; x < reach; x += step.x) yield { x, y };
  }
};

/** Throws nothing, whatever the text: what has no letter here is a question mark. */
export const writeOver = (pixels: Pixels, text: string): void => {
  const { width, height } = pixels;
  const layers: Layers = { ink: new Uint8Array(width * height), edge: new Uint8Array(width * height) };
  const letters = Array.from(text.toUpperCase(), strokesOf);
  const size = letterHeight(pixels);
  const unit = size / LETTER_HEIGHT;
  const [cos, sin] = [Math.cos(ANGLE), Math.sin(ANGLE)];
  const place = (x: number, y: number): Point => ({
    x: width / 2 + x * cos - y * sin,
    y: height / 2 + x * sin + y * cos,
  });
  const step = { x: letters.length * LETTER_ADVANCE * unit + GAP_HEIGHTS * size, y: ROW_HEIGHTS * size };
  for (const start of beginnings(Math.hypot(width, height) / 2 + size, step)) {
    letters.forEach((strokes, index) => {
      const x = start.x + index * LETTER_ADVANCE * unit;
      const middle = place(x, start.y);
      // Outside the picture, with room for the letter.
      if (middle.x < -2 * size || middle.x > width + 2 * size) return;
      if (middle.y < -2 * size || middle.y > height + 2 * size) return;
      for (const stroke of strokes) {
        const points = stroke.map((point) => place(x + point.x * unit, start.y + point.y * unit));
        for (let at = 1; at < points.length; at++) {
          drawLine(layers, pixels, points[at - 1] as Point, points[at] as Point, size / 16);
        }
      }
    });
  }
  blend(pixels, layers);
};
