/** What was taken out of a message's files, on the device and by the server, and what they weigh now. Pure. */
import type { Attachment, PreparedPhoto } from '@senim/client';

export type Removed = NonNullable<Attachment['receipt']>['removed'][number];

export interface Receipt {
  readonly removed: readonly Removed[];
  readonly before: number;
  readonly after: number;
}

/** The order in which it is named: what matters most to a person comes first. */
const ORDER: readonly Removed[] = ['location', 'camera', 'thumbnail', 'cover-art', 'tags', 'metadata', 'trailing-data'];

/** Undefined where nothing was done that is worth a line: nothing is claimed then. */
export const receiptOf = (
  attachments: readonly Attachment[],
  prepared: Readonly<Record<string, PreparedPhoto>> = {},
): Receipt | undefined => {
  const removed = new Set<Removed>();
  let [before, after] = [0, 0];
  for (const { id, receipt, bytes } of attachments) {
    for (const what of [...(prepared[id]?.takenOut ?? []), ...(receipt?.removed ?? [])]) removed.add(what);
    before += prepared[id]?.originalBytes ?? receipt?.originalBytes ?? bytes;
    after += receipt?.storedBytes ?? bytes;
  }
  const known = ORDER.filter((what) => removed.has(what));
  const others = [...removed].filter((what) => !ORDER.includes(what));
  return removed.size > 0 || after < before ? { removed: [...known, ...others], before, after } : undefined;
};
