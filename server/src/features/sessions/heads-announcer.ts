/** Tells clients every few seconds where active conversations stand: a lost fan-out is noticed by that. */
import { readersOf } from '#features/conversations/index';
import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import type { FanOut } from '#realtime/fan-out';
import { conversationRoom } from '#realtime/room-names';
import type { HeadRepository } from './head-repository.ts';

export interface HeadsAnnouncerDeps {
  readonly heads: HeadRepository;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalSeconds: number;
  /** Whether there are other nodes, of whose conversations this one's connections learn by the fan-out. */
  readonly hasOtherNodes: boolean;
}

/** Commits take a moment to become visible: look back a little further than the last time. */
const OVERLAP_MS = 2_000;
const MOST_HEADS = 5_000;

/** Each node tells its own connections: what is lost between nodes is exactly what this is for. */
export const announceHeads = (deps: HeadsAnnouncerDeps): Disposable => {
  let since = deps.clock.now();
  let isBusy = false;

  const announce = async (): Promise<void> => {
    const active = await deps.heads.listActiveSince(new Date(since - OVERLAP_MS), MOST_HEADS);
    if (deps.hasOtherNodes) {
      // Who was told of it while nothing could be told is not among its readers here.
      for (const { conversationId, principalId } of await deps.heads.listParticipants(active)) {
        deps.fanOut.join(principalId, conversationRoom(conversationId), { isLocal: true });
      }
    }
    for (const { conversationId, seq, revision, kind } of active) {
      const audience = { rooms: readersOf({ id: conversationId, kind }), isLocal: true };
      deps.fanOut.publish('heads:changed', { heads: [{ conversationId, seq, revision }] }, audience);
    }
    since = active.at(-1)?.lastActivityAt.getTime() ?? since;
  };

  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    announce()
      .catch((error: unknown) => deps.logger.warn({ error: String(error) }, 'heads could not be announced'))
      .finally(() => {
        isBusy = false;
      });
  }, deps.intervalSeconds * 1_000);

  return { [Symbol.dispose]: () => clearInterval(timer) };
};
