/** How long each category is kept (M10). */

/** Seconds from the moment a thing was said or uploaded. */
export interface RetentionTerms {
  readonly message: number;
  readonly photo: number;
  readonly voice: number;
  readonly file: number;
  readonly identityDocument: number;
  /** A file that was uploaded and never sent, or was rejected. */
  readonly unlinked: number;
}

const DAY = 86_400;

/** What the policy's text promises unless the configuration says otherwise. */
export const defaultRetentionTerms: RetentionTerms = {
  message: 3 * 365 * DAY,
  photo: 365 * DAY,
  voice: 365 * DAY,
  file: 365 * DAY,
  identityDocument: 30 * DAY,
  unlinked: DAY,
};
