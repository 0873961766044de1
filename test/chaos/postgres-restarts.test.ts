/** The database is restarted while messages are sent: refusals can be retried, and what was acknowledged is kept. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Answer } from '../support/http-call.ts';
import { testPostgres15 } from '../support/services/postgres15.ts';
import { connectStranger } from '../support/stranger.ts';
import { testServer } from '../support/test-server.ts';

const RESTARTS = 3;

describe('a database that restarts', () => {
  it('costs refusals that say “try again”, and no message', async function () {
    this.timeout(120_000);
    await using postgres = await testPostgres15();
    const settings = { DATABASE_URL: postgres.url, SENIM_LOG_LEVEL: 'silent' };
    await using server = await testServer({ settings });
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const acknowledged: Answer[] = [];
    const refusals: Answer[] = [];
    let isOver = false;

    const sender = async (): Promise<void> => {
      while (!isOver) {
        const payload = { conversationId: conversation.id, clientMessageId: randomUUID(), text: 'kept' };
        for (let answer: Answer; !answer?.ok; ) {
          answer = await visitor.ask('message:send', payload);
          if (answer.ok) acknowledged.push(answer.data.message);
          else {
            refusals.push(answer.problem);
            await sleep(50);
          }
        }
      }
    };
    const sending = Promise.all(Array.from({ length: 5 }, sender));
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      await sleep(300);
      await postgres.restart();
    }
    await sleep(300);
    isOver = true;
    await sending;

    expect(refusals.filter(({ retryable, code }) => !retryable || code !== 'service/unavailable')).to.deep.equal([]);
    const all: Answer[] = [];
    for (let page: Answer[] = [0]; page.length > 0; all.push(...page)) {
      page = (await visitor.tell('message:list', { conversationId: conversation.id, after: all.length, limit: 100 }))
        .messages;
    }
    expect(all.map(({ seq }) => seq)).to.deep.equal(all.map((_, index) => index + 1));
    expect(all).to.have.deep.members(acknowledged);
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
  });
});
