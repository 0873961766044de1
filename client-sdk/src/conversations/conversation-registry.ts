/** Every conversation that this client has heard of, one object each. */
import type { Message } from '@senim/contract';
import type { Request } from '../connection/request.ts';
import { TypedEmitter, type Unsubscribe } from '../events/typed-emitter.ts';
import type { Self } from '../people/self.ts';
import type { CatchUp } from '../sync/catch-up.ts';
import type { Timers } from '../time/timers.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationDetails } from './conversation-events.ts';
import { ConversationHandle, type HandleParts } from './conversation-handle.ts';
import type { Conversations, ConversationsEvents, ListConversations, OpenConversation } from './conversations.ts';
import { LiveConversation } from './live-conversation.ts';

export interface RegistryParts extends HandleParts {
  readonly request: Request;
  readonly timers: Timers;
  readonly self: Self;
  readonly catchUp: CatchUp;
}

interface Entry {
  readonly live: LiveConversation;
  readonly handle: ConversationHandle;
}

export class ConversationRegistry implements Conversations {
  readonly #parts: RegistryParts;
  readonly #entries = new Map<string, Entry>();
  readonly #events = new TypedEmitter<ConversationsEvents>();

  constructor(parts: RegistryParts) {
    this.#parts = parts;
  }

  get watched(): readonly LiveConversation[] {
    return [...this.#entries.values()].map(({ live }) => live).filter((live) => live.isWatched);
  }

  async open(conversation: OpenConversation): Promise<Conversation> {
    const answer = await this.#parts.request('conversation:open', conversation);
    this.#parts.self.learnFromOpened(
      answer.conversation,
      conversation.kind === 'direct' ? conversation.with : undefined,
    );
    return this.receive(answer.conversation);
  }

  async list(which: ListConversations = {}): Promise<readonly Conversation[]> {
    const { conversations } = await this.#parts.request('conversation:list', which);
    return conversations.map((details) => this.receive(details));
  }

  get(id: string): Conversation {
    return this.#entry(id).handle;
  }

  on<Name extends keyof ConversationsEvents>(
    name: Name,
    listener: (payload: ConversationsEvents[Name]) => void,
  ): Unsubscribe {
    return this.#events.on(name, listener);
  }

  /** Undefined for a conversation never heard of. */
  find(id: string): LiveConversation | undefined {
    return this.#entries.get(id)?.live;
  }

  receive(details: ConversationDetails): Conversation {
    const { live, handle } = this.#entry(details.id);
    live.receiveDetails(details);
    return handle;
  }

  close(): void {
    for (const { handle } of this.#entries.values()) handle.dispose();
    this.#entries.clear();
    this.#events.clear();
  }

  #entry(id: string): Entry {
    const known = this.#entries.get(id);
    if (known) return known;
    const live: LiveConversation = new LiveConversation(id, {
      catchUp: this.#parts.catchUp,
      timers: this.#parts.timers,
      delivered: (message) => this.#delivered(message, handle),
      changed: () => this.#events.emit('changed', handle),
    });
    const handle = new ConversationHandle(live, this.#parts);
    this.#entries.set(id, { live, handle });
    return { live, handle };
  }

  #delivered(message: Message, handle: ConversationHandle): void {
    if (message.authorId !== this.#parts.self.principalId) handle.markDelivered(message.seq);
  }
}
