/** The group commit: drafts that arrive while a flush is under way wait together and become the next one. */
import type { Appended, MessageDraft } from './message-draft.ts';
import type { MessageRepository } from './message-repository.ts';

/** Most drafts in one statement. */
const LARGEST_BATCH = 500;

interface Waiting {
  readonly draft: MessageDraft;
  readonly receive: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface MessageAppender {
  /**
   * @param receive called when the message is durably stored, in the order of the numbers given: what follows a promise
   * comes in whatever order its many steps end.
   */
  append<Answer>(draft: MessageDraft, receive: (appended: Appended) => Answer): Promise<Answer>;
  /** Drafts that wait or are being written; for metrics, and for a shutdown that waits for them. */
  readonly underWay: number;
}

const nameOf = (draft: MessageDraft): string => `${draft.conversationId}/${draft.authorId}/${draft.clientMessageId}`;

/**
 * The next batch: at most so many, and no (conversation, author, client id) twice, because the statement would not see
 * the first when it judges the second. A repetition waits for the next batch and is then answered as one.
 */
const takeBatch = (queue: Waiting[]): Waiting[] => {
  const names = new Set<string>();
  let size = 0;
  for (const { draft } of queue) {
    const name = nameOf(draft);
    if (size === LARGEST_BATCH || names.has(name)) break;
    names.add(name);
    size += 1;
  }
  return queue.splice(0, size);
};

export const messageAppender = (messages: Pick<MessageRepository, 'appendAll'>): MessageAppender => {
  const queue: Waiting[] = [];
  let isFlushing = false;
  let beingWritten = 0;

  const write = async (batch: readonly Waiting[]): Promise<() => void> => {
    beingWritten += batch.length;
    try {
      const answers = await messages.appendAll(batch.map((item) => item.draft));
      return () => {
        for (const [index, item] of batch.entries()) item.receive(answers[index] as Appended);
      };
    } catch (error) {
      return () => {
        for (const item of batch) item.reject(error);
      };
    } finally {
      beingWritten -= batch.length;
    }
  };

  const flush = async (): Promise<void> => {
    let answer: (() => void) | undefined;
    while (queue.length > 0) {
      const written = write(takeBatch(queue));
      // While the database writes, those of the batch before it are answered.
      answer?.();
      answer = await written;
    }
    isFlushing = false;
    answer?.();
  };

  return {
    append: (draft, receive) =>
      new Promise((resolve, reject) => {
        const answer = (appended: Appended): void => {
          try {
            resolve(receive(appended));
          } catch (error) {
            reject(error);
          }
        };
        queue.push({ draft, receive: answer, reject });
        if (isFlushing) return;
        isFlushing = true;
        // After this turn of the event loop, so that everything one read of the sockets brought is in the first batch.
        setImmediate(() => void flush());
      }),
    get underWay() {
      return queue.length + beingWritten;
    },
  };
};
