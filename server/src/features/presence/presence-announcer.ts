/** Tells the others in a principal's conversations that they came or went. */
import type { FanOut } from '#realtime/fan-out';
import { conversationRoom } from '#realtime/room-names';
import type { PresenceStore } from './presence-store.ts';

export interface PresenceAnnouncerDeps {
  readonly presence: PresenceStore;
  /** The most recently active conversations of a principal. */
  readonly conversationsOf: (principalId: string) => Promise<readonly string[]>;
  readonly fanOut: FanOut;
}

/** A page that reloads is not gone. */
const GRACE_MS = 3_000;

export interface PresenceAnnouncer {
  connected(principalId: string, connectionId: string): Promise<void>;
  disconnected(principalId: string, connectionId: string): Promise<void>;
}

export const presenceAnnouncer = ({ presence, conversationsOf, fanOut }: PresenceAnnouncerDeps): PresenceAnnouncer => {
  const leaving = new Map<string, NodeJS.Timeout>();

  const tell = async (principalId: string, online: boolean): Promise<void> => {
    for (const conversationId of await conversationsOf(principalId)) {
      const payload = { conversationId, principalId, online };
      fanOut.publish('presence:changed', payload, { rooms: [conversationRoom(conversationId)] });
    }
  };

  const gone = async (principalId: string): Promise<void> => {
    leaving.delete(principalId);
    // Meanwhile back, here or on another node?
    if ((await presence.online([principalId])).get(principalId) === false) await tell(principalId, false);
  };

  return {
    connected: async (principalId, connectionId) => {
      const isFirst = await presence.add(principalId, connectionId);
      if (leaving.has(principalId)) {
        clearTimeout(leaving.get(principalId));
        leaving.delete(principalId);
      } else if (isFirst) await tell(principalId, true);
    },
    disconnected: async (principalId, connectionId) => {
      if (!(await presence.remove(principalId, connectionId))) return;
      const timer = setTimeout(() => void gone(principalId).catch(() => undefined), GRACE_MS);
      timer.unref();
      leaving.set(principalId, timer);
    },
  };
};
