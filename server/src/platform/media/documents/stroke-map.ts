/** Where a picture is as busy as print: strong edges, close together. */
import type { GreyPicture } from './grey-picture.ts';

/** Half the side of the square over which edges are averaged. */
const REACH = 3;
/** Standard deviations above the mean. */
const ABOVE = 0.6;
/** Weaker edges are the grain of the camera. */
const LEAST_EDGE = 9;
const STRONGEST_EDGE = 160;

const edgesOf = ({ width, height, data }: GreyPicture): Uint8Array => {
  const edges = new Uint8Array(width * height);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0, at = y * width; x < width - 1; x++, at++) {
      const here = data[at]!;
      const edge = Math.abs(data[at + 1]! - here) + Math.abs(data[at + width]! - here);
      edges[at] = edge > STRONGEST_EDGE ? STRONGEST_EDGE : edge;
    }
  }
  return edges;
};

/** Sums over squares, by running sums first along the columns and then along the rows. */
const averaged = (edges: Uint8Array, width: number, height: number): Uint16Array => {
  const sums = new Uint16Array(width * height);
  const columns = new Int32Array(width);
  for (let y = -REACH; y < height; y++) {
    const entering = y + REACH;
    const leaving = y - REACH - 1;
    if (entering < height) {
      for (let x = 0, at = entering * width; x < width; x++, at++) columns[x] = columns[x]! + edges[at]!;
    }
    if (leaving >= 0) {
      for (let x = 0, at = leaving * width; x < width; x++, at++) columns[x] = columns[x]! - edges[at]!;
    }
    if (y < 0) continue;
    let sum = 0;
    for (let x = 0; x < REACH; x++) sum += columns[x]!;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      if (x + REACH < width) sum += columns[x + REACH]!;
      if (x - REACH - 1 >= 0) sum -= columns[x - REACH - 1]!;
      sums[at] = sum;
    }
  }
  return sums;
};

/** @returns 1 where it is busy, 0 elsewhere. */
export const strokeMap = (picture: GreyPicture): Uint8Array => {
  const { width, height } = picture;
  const sums = averaged(edgesOf(picture), width, height);
  let total = 0;
  let squares = 0;
  for (let at = 0; at < sums.length; at++) {
    const sum = sums[at]!;
    total += sum;
    squares += sum * sum;
  }
  const mean = total / sums.length;
  const deviation = Math.sqrt(Math.max(0, squares / sums.length - mean * mean));
  const threshold = Math.max(mean + ABOVE * deviation, LEAST_EDGE * (2 * REACH + 1) ** 2);
  const busy = new Uint8Array(sums.length);
  for (let at = 0; at < sums.length; at++) busy[at] = sums[at]! > threshold ? 1 : 0;
  return busy;
};
