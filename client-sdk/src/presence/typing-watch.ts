/** Who is typing; a stop that never comes is made up for. */
import type { EventPayload } from '@senim/contract';
import type { Cancel, Timers } from '../time/timers.ts';

type Typing = EventPayload<'typing:changed'>;

const STALE_AFTER_MS = 6_000;

export class TypingWatch {
  readonly #timers: Timers;
  readonly #tell: (typing: Typing) => void;
  readonly #typing = new Map<string, Cancel>();

  constructor(timers: Timers, tell: (typing: Typing) => void) {
    this.#timers = timers;
    this.#tell = tell;
  }

  receive(news: Typing): void {
    const wasTyping = this.#typing.has(news.principalId);
    this.#typing.get(news.principalId)?.();
    this.#typing.delete(news.principalId);
    if (news.typing) {
      const stopped = { ...news, typing: false };
      this.#typing.set(
        news.principalId,
        this.#timers.after(STALE_AFTER_MS, () => this.receive(stopped)),
      );
    }
    if (wasTyping !== news.typing) this.#tell(news);
  }

  close(): void {
    for (const cancel of this.#typing.values()) cancel();
    this.#typing.clear();
  }
}
