/** One conversation on the screen: follows the SDK's conversation and carries out what a person does in it. */
import { type Conversation, type Message, type SenimClient, SenimError } from '@senim/client';
import { createStore, type Store } from '../store.ts';
import { type ChatState, emptyChat, type Participant, withMessage, withStrangers } from './chat-state.ts';
import type { NewUpload, Uploads } from './uploads.ts';

const PAGE = 40;

export class ChatSession {
  readonly store: Store<ChatState>;
  /** What was being written when the panel was closed. */
  draft = '';
  readonly #conversation: Conversation;
  readonly #attachments: SenimClient['attachments'];
  #uploads: Uploads | undefined;
  readonly #strangers = new Map<string, Participant>();
  readonly #stops: (() => void)[] = [];

  constructor({ attachments }: Pick<SenimClient, 'attachments'>, conversation: Conversation, me: string | undefined) {
    this.#attachments = attachments;
    this.#conversation = conversation;
    this.store = createStore<ChatState>({
      ...emptyChat,
      me,
      details: conversation.details,
      pending: conversation.pending,
      loading: 'newest',
    });
    this.#follow();
  }

  get id(): string {
    return this.#conversation.id;
  }

  #follow(): void {
    const { store } = this;
    const conversation = this.#conversation;
    this.#stops.push(
      conversation.on('message', (message) => this.#take(message)),
      conversation.on('messageChanged', (message) =>
        store.set(({ messages }) => ({
          messages: messages.some(({ id }) => id === message.id) ? withMessage(messages, message) : messages,
        })),
      ),
      conversation.on('changed', (details) => store.set({ details: withStrangers(details, this.#strangers) })),
      conversation.on('receipt', ({ principalId, readSeq, deliveredSeq }) =>
        this.#participant(principalId, { readSeq, deliveredSeq }),
      ),
      conversation.on('presence', ({ principalId, online }) => this.#participant(principalId, { online })),
      conversation.on('typing', ({ principalId, typing }) =>
        store.set((state) => ({
          typing: [...state.typing.filter((id) => id !== principalId), ...(typing ? [principalId] : [])],
        })),
      ),
      conversation.on('attachment', (attachment) =>
        store.set(({ messages }) => ({
          messages: messages.map((message) => ({
            ...message,
            attachments: message.attachments.map((held) => (held.id === attachment.id ? attachment : held)),
          })),
        })),
      ),
      conversation.on('pending', (pending) => store.set({ pending })),
      conversation.on('sendFailed', (failed) => store.set((state) => ({ failed: [...state.failed, failed] }))),
    );
  }

  #participant(id: string, news: { readSeq?: number; deliveredSeq?: number; online?: boolean }): void {
    const { details } = this.store.get();
    if (!details) return;
    // An agent may read along, and be heard of, before the conversation is announced anew with everyone in it.
    if (!details.participants.some((held) => held.id === id)) {
      this.#strangers.set(id, { id, kind: 'agent', readSeq: 0, deliveredSeq: 0, online: false });
    }
    const participants = withStrangers(details, this.#strangers).participants.map((held) =>
      held.id === id ? { ...held, ...news } : held,
    );
    for (const held of participants) if (this.#strangers.has(held.id)) this.#strangers.set(held.id, held);
    this.store.set({ details: { ...details, participants } });
  }

  #take(message: Message): void {
    this.store.set((state) => ({
      messages: withMessage(state.messages, message),
      typing: state.typing.filter((id) => id !== message.authorId),
    }));
  }

  /** Reads the newest page; again after a failure. */
  async loadNewest(): Promise<void> {
    await this.#load('newest');
  }

  /** Reads the page before what is shown. */
  async loadOlder(): Promise<void> {
    const { hasOlder, loading } = this.store.get();
    if (hasOlder && !loading) await this.#load('older');
  }

  async #load(loading: 'newest' | 'older'): Promise<void> {
    const { store } = this;
    const first = store.get().messages[0]?.seq;
    store.set({ loading, error: undefined });
    try {
      const before = loading === 'older' && first !== undefined ? { before: first } : {};
      const page = await this.#conversation.messages({ ...before, limit: PAGE });
      store.set(({ messages }) => ({
        messages: page.reduce(withMessage, messages),
        hasOlder: (page[0]?.seq ?? 1) > 1,
        loading: undefined,
      }));
    } catch (error) {
      store.set({ loading: undefined, error: error as SenimError });
    }
  }

  /** Sends words; a refusal shows up in the list, beside them. */
  send(text: string): void {
    this.#conversation.send(text).catch(() => undefined);
    this.#conversation.setTyping(false);
  }

  /** Sends files, with words beside them. Rejects with `network/unreachable` when the code for it cannot be fetched. */
  async upload(upload: NewUpload): Promise<void> {
    try {
      const { Uploads } = await import('./uploads.ts');
      this.#uploads ??= new Uploads(this.#attachments, this.#conversation, this.store);
    } catch (cause) {
      throw new SenimError('network/unreachable', 'unable to upload; its code was not reached', { cause });
    }
    this.#uploads.add(upload);
  }

  /** Sends once more what was refused. */
  retry(key: string): void {
    const failed = this.store.get().failed.find(({ pending }) => pending.clientMessageId === key);
    if (!failed) {
      this.#uploads?.retry(key);
      return;
    }
    this.#dropFailed(key);
    const { text = '', attachmentIds, replyTo } = failed.pending;
    this.#conversation
      .send(text, { clientMessageId: key, ...(attachmentIds && { attachmentIds }), ...(replyTo && { replyTo }) })
      .catch(() => undefined);
  }

  insist(key: string): void {
    this.#uploads?.insist(key);
  }

  /** Forgets what was refused, or stops what is being uploaded. */
  discard(key: string): void {
    this.#dropFailed(key);
    this.#uploads?.discard(key);
  }

  /** Leaves one file out of several; the others go on. */
  discardFile(key: string, fileId: string): void {
    this.#uploads?.discardFile(key, fileId);
  }

  #dropFailed(key: string): void {
    this.store.set(({ failed }) => ({ failed: failed.filter(({ pending }) => pending.clientMessageId !== key) }));
  }

  /** Tells the others that all that is shown was seen. */
  markRead(): void {
    const { me, messages, details } = this.store.get();
    const last = messages.findLast(({ authorId }) => authorId !== me);
    const self = details?.participants.find(({ id }) => id === me);
    if (!last || (self && self.readSeq >= last.seq)) return;
    if (me) this.#participant(me, { readSeq: last.seq });
    this.#conversation.markRead(last.seq).catch(() => undefined);
  }

  setTyping(typing: boolean): void {
    this.#conversation.setTyping(typing);
  }

  assign(): Promise<void> {
    return this.#conversation.assign();
  }

  close(): Promise<void> {
    return this.#conversation.close();
  }

  /** Stops following; the conversation itself goes on. */
  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#uploads?.dispose();
  }
}
