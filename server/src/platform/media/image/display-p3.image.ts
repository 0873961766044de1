/** The colour profile “Display P3”, for pictures that name it by number instead of carrying it. */
import sharp from 'sharp';

let profile: Promise<Buffer | undefined> | undefined;

/** The decoder has it, and hands it out with a picture. */
export const displayP3 = (): Promise<Buffer | undefined> => {
  profile ??= (async () => {
    const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
    const file = await pixel.withIccProfile('p3').png().toBuffer();
    return (await sharp(file).metadata()).icc;
  })();
  return profile;
};
