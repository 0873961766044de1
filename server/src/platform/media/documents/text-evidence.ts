/** Whether a picture is worth reading: bands as long and dense as a machine-readable zone, or several lines of print that lie alike. */
import { type GreyPicture, halved } from './grey-picture.ts';
import { findTextBands, type TextBand } from './text-bands.ts';

export interface TextEvidence {
  /** Where a machine-readable zone may stand, the likeliest first. */
  readonly zones: readonly TextBand[];
  /** How the lines of print lie, when there are as many as on a card. */
  readonly printAngle: number | undefined;
}

/** Longest side on which it is looked for, in pixels. */
export const EVIDENCE_SIDE = 640;

const MOST_ZONES = 5;
/** Of the longer side of the picture. */
const LEAST_ZONE_LENGTH = 0.16;
const LEAST_ZONE_ASPECT = 4;
const LEAST_ZONE_CROSSINGS = 44;
/** Thin bands may be blurred. */
const THIN_ASPECT = 8;
const LEAST_THIN_CROSSINGS = 36;

const LEAST_LINE_LENGTH = 0.05;
const LEAST_LINE_ASPECT = 2.8;
const LEAST_LINE_CROSSINGS = 12;
const LEAST_LINES = 4;
/** A card and a passport's page have fewer; a page of running text has more. */
const MOST_LINES = 40;
/** Short lines are measured roughly. */
const ALIKE = (9 * Math.PI) / 180;

const scaled = (band: TextBand, factor: number): TextBand => ({
  ...band,
  x: band.x * factor,
  y: band.y * factor,
  halfLength: band.halfLength * factor,
  halfHeight: band.halfHeight * factor,
});

const aspectOf = ({ halfLength, halfHeight }: TextBand): number => halfLength / halfHeight;

/** Directions, without a front and a back. */
const between = (one: number, other: number): number => {
  const turn = Math.abs(one - other) % Math.PI;
  return Math.min(turn, Math.PI - turn);
};

const mayBeZone = (band: TextBand, side: number): boolean => {
  if (2 * band.halfLength < LEAST_ZONE_LENGTH * side || aspectOf(band) < LEAST_ZONE_ASPECT) return false;
  return band.crossings >= (aspectOf(band) >= THIN_ASPECT ? LEAST_THIN_CROSSINGS : LEAST_ZONE_CROSSINGS);
};

const mayBeLine = (band: TextBand, side: number): boolean =>
  2 * band.halfLength >= LEAST_LINE_LENGTH * side &&
  aspectOf(band) >= LEAST_LINE_ASPECT &&
  band.crossings >= LEAST_LINE_CROSSINGS;

/** The same place found twice, at two sizes of the picture. */
const covers = (one: TextBand, other: TextBand): boolean =>
  Math.hypot(one.x - other.x, one.y - other.y) < 1.2 * Math.max(one.halfHeight, other.halfHeight) &&
  other.halfLength < 1.3 * one.halfLength;

const withoutRepeats = (bands: readonly TextBand[]): TextBand[] => {
  const kept: TextBand[] = [];
  for (const band of bands) if (!kept.some((other) => covers(other, band))) kept.push(band);
  return kept;
};

/** The direction that most lines share, longer ones weighing more. */
const commonAngle = (lines: readonly TextBand[]): number | undefined => {
  let best: readonly TextBand[] = [];
  for (const { angle } of lines) {
    const alike = lines.filter((line) => between(line.angle, angle) <= ALIKE);
    if (alike.length > best.length) best = alike;
  }
  const [first] = best;
  if (!first || best.length < LEAST_LINES || best.length > MOST_LINES) return undefined;
  let [sum, weights] = [0, 0];
  for (const { angle, halfLength, halfHeight } of best) {
    const weight = (halfLength * halfLength) / halfHeight;
    const turn = angle - first.angle;
    sum += weight * (turn > Math.PI / 2 ? turn - Math.PI : turn < -Math.PI / 2 ? turn + Math.PI : turn);
    weights += weight;
  }
  return first.angle + sum / weights;
};

/** @param picture at most EVIDENCE_SIDE long. @returns undefined where nothing has to be read. */
export const findTextEvidence = (picture: GreyPicture): TextEvidence | undefined => {
  const side = Math.max(picture.width, picture.height);
  const bands = [...findTextBands(picture), ...findTextBands(halved(picture)).map((band) => scaled(band, 2))];
  const zones = withoutRepeats(
    bands.filter((band) => mayBeZone(band, side)).sort((one, other) => other.crossings - one.crossings),
  );
  const lines = withoutRepeats(
    bands.filter((band) => mayBeLine(band, side)).sort((one, other) => other.halfLength - one.halfLength),
  );
  const printAngle = commonAngle(lines);
  return zones.length === 0 && printAngle === undefined ? undefined : { zones: zones.slice(0, MOST_ZONES), printAngle };
};
