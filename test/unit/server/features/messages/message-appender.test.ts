/** The group commit: what arrives during a flush goes together, in order, and no draft stands twice in one statement. */
import { expect } from 'chai';
import { messageAppender } from '../../../../../server/src/features/messages/message-appender.ts';
import type { Appended, MessageDraft } from '../../../../../server/src/features/messages/message-draft.ts';

const draft = (clientMessageId: string): MessageDraft => ({
  id: clientMessageId,
  conversationId: 'c',
  authorId: 'a',
  authorKind: 'visitor',
  clientMessageId,
  bodySealed: Buffer.alloc(0),
  keyId: 'k',
  attachmentIds: [],
  replyTo: undefined,
});

/** Stores when told to; numbers what it has not seen. */
const slowStore = () => {
  const batches: string[][] = [];
  const seen = new Map<string, number>();
  const waiting: (() => void)[] = [];
  return {
    batches,
    flushed: () => waiting.shift()?.(),
    appendAll: async (drafts: readonly MessageDraft[]): Promise<Appended[]> => {
      batches.push(drafts.map(({ clientMessageId }) => clientMessageId));
      await new Promise<void>((resolve) => waiting.push(resolve));
      return drafts.map(({ id }) => {
        const outcome = seen.has(id) ? 'repeated' : 'created';
        if (!seen.has(id)) seen.set(id, seen.size + 1);
        return { outcome, id, seq: seen.get(id) ?? 0, createdAt: new Date(0) };
      });
    },
  };
};

const outcomeOf = ({ outcome }: Appended): string => outcome;

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('the message appender', () => {
  it('puts together what arrives while a flush is under way, and answers in order', async () => {
    const store = slowStore();
    const appender = messageAppender(store);
    const answers: string[] = [];
    const append = (id: string) => appender.append(draft(id), ({ outcome }) => answers.push(`${id} ${outcome}`));

    const all = [append('1')];
    await turn();
    all.push(append('2'), append('3'), append('4'));
    await turn();
    expect(store.batches).to.deep.equal([['1']]);
    store.flushed();
    await turn();
    store.flushed();
    await Promise.all(all);

    expect(store.batches).to.deep.equal([['1'], ['2', '3', '4']]);
    expect(answers).to.deep.equal(['1 created', '2 created', '3 created', '4 created']);
  });

  it('gives the database the next batch before it answers the last one', async () => {
    const store = slowStore();
    const appender = messageAppender(store);
    const batchesWhenAnswered: number[] = [];
    const append = (id: string) => appender.append(draft(id), () => batchesWhenAnswered.push(store.batches.length));

    const all = [append('1')];
    await turn();
    all.push(append('2'));
    store.flushed();
    await turn();
    store.flushed();
    await Promise.all(all);

    expect(batchesWhenAnswered).to.deep.equal([2, 2]);
  });

  it('keeps a repetition for the next batch, where it is answered as one', async () => {
    const store = slowStore();
    const appender = messageAppender(store);
    const all = ['1', '1', '2'].map((id) => appender.append(draft(id), outcomeOf));
    await turn();
    store.flushed();
    await turn();
    store.flushed();

    expect(await Promise.all(all)).to.deep.equal(['created', 'repeated', 'created']);
    expect(store.batches).to.deep.equal([['1'], ['1', '2']]);
  });

  it('refuses a whole batch that could not be stored, and goes on with the next', async () => {
    let calls = 0;
    const appender = messageAppender({
      appendAll: async (drafts) => {
        calls += 1;
        if (calls === 1) throw new Error('gone');
        return drafts.map(({ id }) => ({ outcome: 'created', id, seq: 1, createdAt: new Date(0) }));
      },
    });

    const failure = await appender.append(draft('1'), outcomeOf).catch((error: Error) => error.message);
    const outcome = await appender.append(draft('2'), outcomeOf);

    expect([failure, outcome, appender.underWay]).to.deep.equal(['gone', 'created', 0]);
  });

  it('goes on with the others when one receiver fails', async () => {
    const store = slowStore();
    const appender = messageAppender(store);
    const failing = appender.append(draft('1'), () => {
      throw new Error('deaf');
    });
    const other = appender.append(draft('2'), outcomeOf);
    await turn();
    store.flushed();

    expect(await failing.catch((error: Error) => error.message)).to.equal('deaf');
    expect([await other, appender.underWay]).to.deep.equal(['created', 0]);
  });
});
