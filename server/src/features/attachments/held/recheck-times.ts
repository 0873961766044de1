/** When a held upload is tried again. */

const FIRST_MS = 15_000;
const LONGEST_MS = 10 * 60_000;

export const FIRST_CHECK_AFTER_MS = FIRST_MS;

/** A scanner that has no verdict for so long will not have one: the sender is told. */
export const GIVE_UP_AFTER_MS = 24 * 60 * 60_000;

/** As long again as it has been held already, within bounds; the scanner's return is noticed apart from this. */
export const nextCheckAfterMs = (heldMs: number): number => Math.min(Math.max(heldMs, FIRST_MS), LONGEST_MS);
