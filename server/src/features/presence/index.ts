/** What other features may use. */
export type { PresenceStore } from './presence-store.ts';
