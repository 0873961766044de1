/** The support conversations of the console, as a filter shows them. */
import type { Conversation, ConversationDetails, SenimClient } from '@senim/client';
import { createStore, type Store } from '@senim/widget/parts';

export interface InboxFilter {
  readonly status: 'open' | 'closed';
  readonly assigned: 'me' | 'nobody' | undefined;
}

export interface InboxState {
  readonly filter: InboxFilter;
  readonly conversations: readonly ConversationDetails[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly error: unknown;
  /** Up to where this screen has shown each conversation; the server's own count follows a moment later. */
  readonly shown: Readonly<Record<string, number>>;
}

const PAGE = 50;

export class Inbox {
  readonly store: Store<InboxState>;
  readonly #client: SenimClient;
  readonly #me: string;
  readonly #stop: () => void;
  #request = 0;

  constructor(client: SenimClient, me: string) {
    this.#client = client;
    this.#me = me;
    this.store = createStore<InboxState>({
      filter: { status: 'open', assigned: undefined },
      conversations: [],
      loading: true,
      hasMore: false,
      error: undefined,
      shown: {},
    });
    this.#stop = client.conversations.on('changed', (conversation) => this.#take([conversation]));
  }

  async setFilter(filter: InboxFilter): Promise<void> {
    this.store.set({ filter, conversations: [] });
    await this.load();
  }

  async load(before?: string): Promise<void> {
    const { status, assigned } = this.store.get().filter;
    this.#request += 1;
    const request = this.#request;
    this.store.set({ loading: true, error: undefined });
    try {
      const which = { status, limit: PAGE, ...(assigned && { assigned }), ...(before && { before }) };
      const page = await this.#client.conversations.list(which);
      if (request !== this.#request) return;
      this.store.set({ loading: false, hasMore: page.length === PAGE });
      this.#take(page);
    } catch (error) {
      if (request === this.#request) this.store.set({ loading: false, error });
    }
  }

  noteShown(id: string, seq: number): void {
    const { shown } = this.store.get();
    if ((shown[id] ?? 0) < seq) this.store.set({ shown: { ...shown, [id]: seq } });
  }

  loadMore(): Promise<void> {
    return this.load(this.store.get().conversations.at(-1)?.lastActivityAt);
  }

  #belongs({ kind, status, assignedTo }: ConversationDetails): boolean {
    const { filter } = this.store.get();
    if (kind !== 'support' || status !== filter.status) return false;
    if (filter.assigned === 'me') return assignedTo === this.#me;
    return filter.assigned !== 'nobody' || assignedTo === undefined;
  }

  #take(news: readonly Conversation[]): void {
    this.store.set(({ conversations }) => {
      const known = new Map(conversations.map((held) => [held.id, held]));
      for (const { id, details } of news) {
        if (details && this.#belongs(details)) known.set(id, details);
        else known.delete(id);
      }
      return {
        conversations: [...known.values()].sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt)),
      };
    });
  }

  dispose(): void {
    this.#stop();
  }
}

/** Messages that nobody of the support, or not this agent whose conversation it is, has read. */
export const unreadIn = (conversation: ConversationDetails, me: string, shownSeq = 0): number => {
  const staff = conversation.participants.filter(({ kind }) => kind === 'agent');
  const readers = conversation.assignedTo === me ? staff.filter(({ id }) => id === me) : staff;
  return conversation.headSeq - Math.max(shownSeq, ...readers.map(({ readSeq }) => readSeq));
};

/** The customer's name, or a short mark by which two nameless ones are told apart. */
export const customerName = ({ id, participants }: ConversationDetails, visitor: string): string => {
  const customer = participants.find(({ kind }) => kind !== 'agent');
  return customer?.name ?? `${visitor} ${(customer?.id ?? id).slice(-4)}`;
};
