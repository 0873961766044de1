/** Who may read is answered from memory for a moment; when that is over, one question is asked, however many wait for it. */
import { expect } from 'chai';
import { cachedConversationAccess } from '../../../../../server/src/features/conversations/cached-conversation-access.ts';
import type { ConversationState } from '../../../../../server/src/features/conversations/conversation-access.ts';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';

const visitor: Principal = { id: 'v', kind: 'visitor', roles: [] };
const state: ConversationState = {
  id: 'c',
  kind: 'support',
  status: 'open',
  openedBy: 'v',
  assignedTo: undefined,
  participantIds: ['v'],
};

const setUp = (answers: (ConversationState | undefined | Error)[]) => {
  let now = 0;
  let questions = 0;
  const access = cachedConversationAccess({
    conversations: {
      findState: async () => {
        const answer = answers[Math.min(questions++, answers.length - 1)];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    audit: { append: async () => undefined } as never,
    clock: { now: () => now },
  });
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  const ask = (times: number) => Promise.all(Array.from({ length: times }, () => access.requireWritable(visitor, 'c')));
  return { access, pass, ask, questions: () => questions };
};

describe('the access to conversations from memory', () => {
  it('asks once for all who come while it is being asked, and again when a second is over', async () => {
    const { ask, pass, questions } = setUp([state]);
    await ask(50);
    expect(questions()).to.equal(1);
    pass(999);
    await ask(50);
    expect(questions()).to.equal(1);
    pass(1);
    await ask(50);
    expect(questions()).to.equal(2);
  });

  it('asks again after a failure, and about a conversation that was not there', async () => {
    const { ask, questions } = setUp([new Error('gone'), undefined, state]);
    expect(await ask(1).catch((error: Error) => error.message)).to.equal('gone');
    expect(await ask(1).catch((error: { code: string }) => error.code)).to.equal('conversation/not-found');
    await ask(1);
    expect(questions()).to.equal(3);
  });

  it('keeps what is newer when an older question is answered late', async () => {
    const { access, ask, questions } = setUp([undefined, state]);
    const old = ask(1).catch(() => undefined);
    access.forget('c');
    await ask(1);
    await old;
    await ask(1);
    expect(questions()).to.equal(2);
  });
});
