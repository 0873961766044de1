/** Typing and reading are told as seldom as that is possible, and never stay untrue. */
import { expect } from 'chai';
import { connect, watch, world } from './client-world.ts';
import { ALICE, BOB, CONVERSATION } from './fake-server.ts';

describe('client-sdk: presence and receipts', () => {
  it('tells a stop of typing that never comes', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything);
    const typing: string[] = [];
    conversation.on('typing', (news) => typing.push(`${news.principalId === BOB ? 'Bob' : '?'} ${news.typing}`));
    const tell = (principalId: string, isTyping: boolean) =>
      everything.server.tell('typing:changed', { conversationId: CONVERSATION, principalId, typing: isTyping });

    await tell(BOB, true);
    await tell(BOB, true);
    await tell(ALICE, true);
    await everything.timers.advance(6_000);

    expect(typing).to.deep.equal(['Bob true', 'Bob false']);
    await everything.client.close();
  });

  it('says that one is typing every four seconds at most, and that one stopped', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything);
    const told: boolean[] = [];
    const collect = async () => {
      for (const sent of [...everything.server.sent]) {
        told.push(sent.payload.typing);
        await sent.answer({});
      }
    };

    for (let stroke = 0; stroke < 10; stroke += 1) {
      conversation.setTyping(true);
      await everything.timers.advance(500);
      await collect();
    }
    await everything.timers.advance(5_000);
    await collect();

    expect(told).to.deep.equal([true, true, false]);
    await everything.client.close();
  });

  it('marks read forwards only, once for many calls', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything, 9);

    const marks = [3, 7, 5].map((seq) => conversation.markRead(seq));
    await everything.timers.advance(200);
    expect(everything.server.command('receipt:mark').payload).to.include({ kind: 'read', seq: 7 });
    await everything.server.command('receipt:mark').answer({ readSeq: 7, deliveredSeq: 7 });
    await Promise.all(marks);
    await conversation.markRead(6);

    expect(everything.server.names()).to.deep.equal([]);
    await everything.client.close();
  });

  it('keeps receipts in the details of the conversation', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything);
    const receipt = { conversationId: CONVERSATION, principalId: ALICE, readSeq: 4, deliveredSeq: 5 };
    const heard: unknown[] = [];
    conversation.on('receipt', (news) => heard.push(news));

    await everything.server.tell('receipt:changed', receipt);

    expect(heard).to.deep.equal([receipt]);
    expect(conversation.details?.participants[0]).to.include({ readSeq: 4, deliveredSeq: 5 });
    await everything.client.close();
  });
});
