/** Notices what a conversation missed, by its numbers, and reads it. */
import type { CommandData, Head, Message } from '@senim/contract';
import type { limits } from '@senim/contract/constants';
import type { Request } from '../connection/request.ts';
import type { Cancel, Timers } from '../time/timers.ts';
import type { MessageSequence } from './message-sequence.ts';

/** A conversation whose messages somebody listens to. */
export interface Watched {
  readonly id: string;
  /** Undefined until it is known where the conversation stood when watching began. */
  readonly sequence: MessageSequence | undefined;
  /** Watching begins here. */
  begin(head: Head): void;
  /** Pages and missed changes, to be delivered. */
  receiveChanges(messages: readonly Message[]): void;
  receivePage(messages: readonly Message[], isLast: boolean, headSeq: number): void;
}

export interface CatchUpParts {
  readonly request: Request;
  readonly timers: Timers;
  readonly isConnected: () => boolean;
  readonly watched: () => readonly Watched[];
}

// The contract's own numbers, as the compiler checks: taking its object along would cost every page its bytes.
const PAGE: (typeof limits)['messagesPerPage'] = 100;
const HEADS_AT_ONCE: (typeof limits)['headsPerResume'] = 500;
/** Acknowledgements and events overtake each other by moments: a gap this young is none. */
const GRACE_MS = 150;
const RETRY_MS = 5_000;
/** Larger than any number: asks only where a conversation stands. */
const BEYOND = 2_147_483_647;

const place = (sequence: MessageSequence | undefined): string => `${sequence?.seq} ${sequence?.revision}`;

export class CatchUp {
  readonly #parts: CatchUpParts;
  readonly #scheduled = new Map<string, Cancel>();
  readonly #filling = new Set<string>();
  readonly #begun = new Set<Watched>();
  #cancelBegun: Cancel | undefined;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** After each connect: what happened to everything that is watched? */
  async resumeAll(): Promise<void> {
    await this.#resumeInParts(this.#parts.watched());
  }

  /** Somebody begins to listen: what happened since the conversation was last heard of? */
  watch(conversation: Watched): void {
    if (!this.#parts.isConnected()) return;
    this.#begun.add(conversation);
    this.#cancelBegun ??= this.#parts.timers.after(0, () => {
      const begun = [...this.#begun];
      this.#begun.clear();
      this.#cancelBegun = undefined;
      void this.#resumeInParts(begun);
    });
  }

  /** Something was received or begun: look soon whether anything is missing. */
  check(conversation: Watched, delayMs = GRACE_MS): void {
    const { sequence, id } = conversation;
    const isComplete = sequence && !sequence.isMissingMessages && !sequence.isMissingChanges;
    if (isComplete || this.#scheduled.has(id) || this.#filling.has(id) || !this.#parts.isConnected()) return;
    const look = () => {
      this.#scheduled.delete(id);
      void this.#fill(conversation);
    };
    this.#scheduled.set(id, this.#parts.timers.after(delayMs, look));
  }

  close(): void {
    for (const cancel of this.#scheduled.values()) cancel();
    this.#scheduled.clear();
    this.#cancelBegun?.();
  }

  async #resumeInParts(conversations: readonly Watched[]): Promise<void> {
    for (let start = 0; start < conversations.length; start += HEADS_AT_ONCE) {
      await this.#guard(conversations.slice(start, start + HEADS_AT_ONCE));
    }
  }

  /** A failure leaves the numbers as they are: the next connect, or the next look, tries again. */
  async #guard(conversations: readonly Watched[]): Promise<void> {
    try {
      await this.#resume(conversations);
    } catch {
      for (const conversation of conversations) this.check(conversation, RETRY_MS);
    }
  }

  async #fill(conversation: Watched): Promise<void> {
    this.#filling.add(conversation.id);
    const before = place(conversation.sequence);
    try {
      await this.#readPages(conversation);
      if (!conversation.sequence || conversation.sequence.isMissingChanges) await this.#resume([conversation]);
    } catch {
      // Still behind, which `check` sees.
    } finally {
      this.#filling.delete(conversation.id);
    }
    this.check(conversation, place(conversation.sequence) === before ? RETRY_MS : GRACE_MS);
  }

  async #readPages(conversation: Watched): Promise<void> {
    while (conversation.sequence?.isMissingMessages) {
      const { seq: after, headSeq } = conversation.sequence;
      const { messages } = await this.#parts.request('message:list', {
        conversationId: conversation.id,
        after,
        limit: PAGE,
      });
      conversation.receivePage(messages, messages.length < PAGE, headSeq);
    }
  }

  /** All at once, and then one by one those of which a page was not enough. */
  async #resume(conversations: readonly Watched[]): Promise<void> {
    if (conversations.length === 0) return;
    const answer = await this.#parts.request('session:resume', {
      heads: conversations.map(({ id, sequence }) => ({
        conversationId: id,
        seq: sequence?.seq ?? BEYOND,
        revision: sequence?.revision ?? BEYOND,
      })),
    });
    const isAlone = conversations.length === 1;
    for (const conversation of conversations) {
      if (await this.#apply(conversation, answer, isAlone)) await this.#resume([conversation]);
    }
  }

  /** True when more changes are to be asked for: asking again will bring other ones. */
  async #apply(conversation: Watched, answer: CommandData<'session:resume'>, isAlone: boolean): Promise<boolean> {
    const head = answer.heads.find(({ conversationId }) => conversationId === conversation.id);
    if (!head) return false;
    const { sequence } = conversation;
    if (!sequence) {
      conversation.begin(head);
      return false;
    }
    const messages = answer.messages.filter(({ conversationId }) => conversationId === conversation.id);
    sequence.noteHead(head);
    if (!answer.incomplete.includes(conversation.id)) {
      conversation.receivePage(messages, true, head.seq);
      sequence.settleRevision(head.revision);
      return false;
    }
    const before = place(sequence);
    const changes = messages.filter(({ seq }) => seq <= sequence.seq);
    conversation.receiveChanges(changes);
    await this.#readPages(conversation);
    // The server gives missed changes oldest first, so everything up to the newest one given is known now.
    if (changes.length > 0) sequence.settleRevision(Math.max(...changes.map(({ revision }) => revision)));
    if (isAlone && place(sequence) === before) sequence.settleRevision(head.revision);
    return sequence.isMissingChanges;
  }
}
