/** Cuts out what is to be read: along a band, or the whole picture with its lines of print levelled. */
import { type GreyPicture, shadeAt } from './grey-picture.ts';
import type { TextBand } from './text-bands.ts';

/** What readers of print read best, in pixels. */
const ZONE_WIDTH = 1_150;
const MOST_ZONE_HEIGHT = 420;
const PAGE_SIDE = 1_600;
/** Beside and above a band, in its half height and a part of its length. */
const MARGIN_ACROSS = 1.9;
const MARGIN_ALONG = 1.05;
const WHITE = 255;

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  /** Of the picture, for a pixel of what is cut out. */
  readonly step: number;
  readonly width: number;
  readonly height: number;
}

const cut = (
  picture: GreyPicture,
  { x, y, angle, step, width, height }: Frame,
  isWhiteOutside: boolean,
): GreyPicture => {
  const data = new Uint8Array(width * height);
  const [alongX, alongY] = [Math.cos(angle) * step, Math.sin(angle) * step];
  for (let row = 0, at = 0; row < height; row++) {
    const across = row - height / 2;
    let fromX = x - (width / 2) * alongX - across * alongY;
    let fromY = y - (width / 2) * alongY + across * alongX;
    for (let column = 0; column < width; column++, at++) {
      const isInside = fromX >= 0 && fromY >= 0 && fromX < picture.width && fromY < picture.height;
      data[at] = isInside || !isWhiteOutside ? shadeAt(picture, fromX, fromY) : WHITE;
      fromX += alongX;
      fromY += alongY;
    }
  }
  return { width, height, data };
};

/** @param scale from the picture in which the band was found to this one. */
export const cutZone = (picture: GreyPicture, band: TextBand, scale: number): GreyPicture => {
  const length = 2 * MARGIN_ALONG * band.halfLength * scale;
  const height = 2 * MARGIN_ACROSS * band.halfHeight * scale;
  const step = length / ZONE_WIDTH;
  return cut(
    picture,
    {
      x: band.x * scale,
      y: band.y * scale,
      angle: band.angle,
      step,
      width: ZONE_WIDTH,
      height: Math.max(24, Math.min(MOST_ZONE_HEIGHT, Math.round(height / step))),
    },
    false,
  );
};

/** @param angle of the lines of print, in radians. */
export const levelled = (picture: GreyPicture, angle: number): GreyPicture => {
  const [cosine, sine] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const width = picture.width * cosine + picture.height * sine;
  const height = picture.width * sine + picture.height * cosine;
  const step = Math.max(width, height) / PAGE_SIDE;
  const [x, y] = [picture.width / 2, picture.height / 2];
  return cut(picture, { x, y, angle, step, width: Math.round(width / step), height: Math.round(height / step) }, true);
};

/** Upside down. */
export const turned = ({ width, height, data }: GreyPicture): GreyPicture => ({
  width,
  height,
  data: data.slice().reverse(),
});
