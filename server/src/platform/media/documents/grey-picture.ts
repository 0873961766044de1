/** A picture in shades of grey: one byte a pixel, row by row. */

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Half as wide and high, each pixel the mean of four. */
export const halved = ({ width, height, data }: GreyPicture): GreyPicture => {
  const [halfWidth, halfHeight] = [width >> 1, height >> 1];
  const half = new Uint8Array(halfWidth * halfHeight);
  for (let y = 0, at = 0; y < halfHeight; y++) {
    for (let x = 0, from = 2 * y * width; x < halfWidth; x++, at++, from += 2) {
      const sum = data[from]! + data[from + 1]! + data[from + width]! + data[from + width + 1]!;
      half[at] = (sum + 2) >> 2;
    }
  }
  return { width: halfWidth, height: halfHeight, data: half };
};

/** Between the pixels; outside the picture its edge goes on. */
export const shadeAt = ({ width, height, data }: GreyPicture, x: number, y: number): number => {
  const insideX = Math.min(Math.max(x, 0), width - 1.001);
  const insideY = Math.min(Math.max(y, 0), height - 1.001);
  const [left, top] = [Math.floor(insideX), Math.floor(insideY)];
  const [right, down] = [insideX - left, insideY - top];
  const at = top * width + left;
  const upper = data[at]! * (1 - right) + data[at + 1]! * right;
  const lower = data[at + width]! * (1 - right) + data[at + width + 1]! * right;
  return upper * (1 - down) + lower * down;
};
