/** The place a picture takes in a bubble, kept before it is there. Pure. */

const WIDEST = 264;
const HIGHEST = 320;
const NARROWEST = 120;

/** The size on the screen: the photo's own proportions within bounds. */
export const placeFor = (width = 4, height = 3): { width: string; aspectRatio: string } => {
  const ratio = Math.min(Math.max(width / height, 0.45), 3);
  return { width: `${Math.max(NARROWEST, Math.min(WIDEST, HIGHEST * ratio))}px`, aspectRatio: String(ratio) };
};

/** Several stand as squares in two columns; the first of an odd number is as wide as both. */
export const albumPlace = (index: number, count: number): { gridColumn?: string; aspectRatio: string } =>
  index === 0 && count % 2 === 1 ? { gridColumn: '1 / -1', aspectRatio: '2' } : { aspectRatio: '1' };
