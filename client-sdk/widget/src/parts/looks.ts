/** Style sheets that come with the rarer views, where the page has not got them from the beginning. */
import { createContext } from 'preact';

export type Looks = 'files' | 'sheets' | 'consent';

/** Resolves when they are there; a page whose style sheet holds everything brings nothing. */
export const LooksContext = createContext<(looks: Looks) => Promise<void>>(async () => {});
