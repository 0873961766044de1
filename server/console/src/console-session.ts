/** One agent's work in the console: sign-in, inbox, the conversation in front. */
import { type ConnectionState, SenimClient, SenimError, type SignedInAgent } from '@senim/client';
import { ChatSession, createStore, Media, type Store } from '@senim/widget/parts';
import { Inbox } from './inbox.ts';
import { keepSignIn, readSignIn } from './kept-sign-in.ts';

export interface Desk {
  readonly agent: SignedInAgent['principal'];
  readonly client: SenimClient;
  readonly media: Media;
  /** Undefined for roles that have nothing to do with conversations. */
  readonly inbox: Inbox | undefined;
  readonly canVerify: boolean;
}

export interface ConsoleState {
  readonly desk: Desk | undefined;
  readonly chat: ChatSession | undefined;
  readonly connection: ConnectionState;
}

const CHATTING: readonly string[] = ['agent', 'supervisor', 'administrator'];

export class ConsoleSession {
  readonly store: Store<ConsoleState> = createStore<ConsoleState>({
    desk: undefined,
    chat: undefined,
    connection: 'idle',
  });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
    const kept = readSignIn();
    if (kept) this.#enter(kept);
  }

  /** Rejects with `auth/credentials-invalid` or `rate/limited`. */
  async signIn(email: string, password: string): Promise<void> {
    const agent = await SenimClient.signInAgent(this.#url, { email, password });
    keepSignIn(agent);
    this.#enter(agent);
  }

  async signOut(): Promise<void> {
    const { desk, chat } = this.store.get();
    keepSignIn(undefined);
    this.store.set({ desk: undefined, chat: undefined, connection: 'idle' });
    chat?.dispose();
    desk?.inbox?.dispose();
    desk?.media.dispose();
    await desk?.client.close();
  }

  show(id: string | undefined): void {
    const { desk, chat } = this.store.get();
    if (chat?.id === id || !desk) return;
    chat?.dispose();
    const next =
      id === undefined ? undefined : new ChatSession(desk.client, desk.client.conversations.get(id), desk.agent.id);
    this.store.set({ chat: next });
    if (next) this.#follow(desk, next);
    void next?.loadNewest();
  }

  /** What stands in front is read, and what one writes oneself is not news. */
  #follow({ agent, inbox }: Desk, chat: ChatSession): void {
    chat.store.subscribe(({ details, messages }) => {
      const readSeq = details?.participants.find(({ id }) => id === agent.id)?.readSeq ?? 0;
      const written = messages.findLast(({ authorId }) => authorId === agent.id)?.seq ?? 0;
      inbox?.noteShown(chat.id, Math.max(readSeq, written));
    });
  }

  /** The conversation after or before the one in front. */
  step(by: 1 | -1): void {
    const { desk, chat } = this.store.get();
    const list = desk?.inbox?.store.get().conversations ?? [];
    const at = list.findIndex(({ id }) => id === chat?.id);
    const next = at === -1 ? (by === 1 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by));
    this.show(list[next]?.id);
  }

  #enter({ token, principal }: SignedInAgent): void {
    const client = new SenimClient({ url: this.#url, token: async () => token });
    const chats = principal.roles.some((role) => CHATTING.includes(role));
    const inbox = chats ? new Inbox(client, principal.id) : undefined;
    const desk = {
      agent: principal,
      client,
      media: new Media(client),
      inbox,
      canVerify: principal.roles.includes('verifier'),
    };
    client.on('state', ({ current, error }) => {
      this.store.set({ connection: current });
      // The token's time is over, or the agent has been removed.
      if (current === 'closed' && error?.code.startsWith('auth/')) void this.signOut();
    });
    this.store.set({ desk, chat: undefined, connection: 'connecting' });
    if (inbox)
      client
        .connect()
        .then(() => inbox.load())
        .catch((error: unknown) => this.#refused(error));
    else this.store.set({ connection: 'idle' });
  }

  #refused(error: unknown): void {
    if (error instanceof SenimError && error.code.startsWith('auth/')) void this.signOut();
  }
}
