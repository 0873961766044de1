/** What reads print out of grey pictures. */
import type { GreyPicture } from '../documents/grey-picture.ts';

export interface Reading {
  readonly text: string;
  /** From 0 to 100, of its words on average. */
  readonly confidence: number;
}

export interface PrintReader {
  readZone(picture: GreyPicture): Reading;
  readWords(picture: GreyPicture): Reading;
}
