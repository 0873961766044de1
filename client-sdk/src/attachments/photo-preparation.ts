/** What a photo is, and what it becomes before it leaves the device. */
import type { TakenOut } from './upload-options.ts';

/** As its first bytes tell. */
export interface PhotoFacts {
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly carries: readonly TakenOut[];
  readonly hasAlpha: boolean;
}

export interface Preparation {
  readonly file: Blob;
  readonly takenOut: readonly TakenOut[];
}

/** Resolves with nothing when the photo should leave as it is; never rejects. */
export type PreparePhoto = (photo: Blob) => Promise<Preparation | undefined>;
