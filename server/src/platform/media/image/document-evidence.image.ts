/** What of a rebuilt picture has to be read before anybody may see it: nothing, of nearly all. */
import { cutZone, levelled } from '../documents/cut-out.ts';
import type { Excerpt } from '../documents/excerpts.ts';
import type { GreyPicture } from '../documents/grey-picture.ts';
import { findTextEvidence } from '../documents/text-evidence.ts';
import { decode } from './decoder.image.ts';

const inGrey = async (rebuilt: Uint8Array): Promise<GreyPicture> => {
  const { data, info } = await decode(rebuilt)
    .flatten({ background: '#ffffff' })
    .greyscale()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

/** @param small the same picture, at most EVIDENCE_SIDE long. */
export const documentEvidence = async (rebuilt: Uint8Array, small: GreyPicture): Promise<readonly Excerpt[]> => {
  const evidence = findTextEvidence(small);
  if (!evidence) return [];
  const picture = await inGrey(rebuilt);
  const scale = picture.width / small.width;
  const { zones, printAngle } = evidence;
  return [
    ...zones.map((band): Excerpt => ({ holds: 'zone', picture: cutZone(picture, band, scale) })),
    ...(printAngle === undefined ? [] : [{ holds: 'words', picture: levelled(picture, printAngle) } as const]),
  ];
};
