/** Comes back by itself where that can help, and stops where it cannot. */
import { expect } from 'chai';
import { type ConnectionState, canMove, legalMoves } from '../../../client-sdk/src/connection/connection-state.ts';
import { SenimError } from '../../../client-sdk/src/errors/senim-error.ts';
import { connect, watch, world } from './client-world.ts';
import { ALICE, conversationAt, problem, tokenOf } from './fake-server.ts';
import { settle } from './fake-timers.ts';

/** Tokens one after the other, each with its number. */
const numberedTokens = (expiresAt?: number) => {
  let asked = 0;
  return async () => {
    asked += 1;
    return tokenOf({ sub: ALICE, aud: 'senim:own', jti: asked, ...(expiresAt ? { exp: expiresAt } : {}) });
  };
};

const numberOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti;

const listenTo = ({ client }: ReturnType<typeof world>): string[] => {
  const states: string[] = [];
  client.on('state', ({ current, error }) => states.push(error ? `${current}: ${error.code}` : current));
  return states;
};

describe('client-sdk: connection', () => {
  it('knows every state and no way out of the table', () => {
    const states = Object.keys(legalMoves) as ConnectionState[];
    const moves = states.flatMap((from) => states.filter((to) => canMove(from, to)).map((to) => `${from}→${to}`));
    expect(moves).to.deep.equal([
      'idle→connecting',
      'idle→closed',
      'connecting→connected',
      'connecting→waiting',
      'connecting→closed',
      'connected→connecting',
      'connected→waiting',
      'connected→closed',
      'waiting→connecting',
      'waiting→closed',
      'closed→connecting',
    ]);
  });

  it('waits and tries again while the server cannot be reached, and connect resolves in the end', async () => {
    const everything = world();
    const states = listenTo(everything);
    const connected = everything.client.connect();

    await everything.server.cut();
    await settle();
    await everything.server.cut();
    await everything.timers.advance(500);
    await everything.server.accept();
    await connected;

    expect(states).to.deep.equal(['connecting', 'waiting: network/disconnected', 'connecting', 'connected']);
    await everything.client.close();
  });

  it('waits longer after each failure, up to half a minute', async () => {
    const everything = world();
    const waits: (number | undefined)[] = [];
    everything.client.on('state', ({ current, retryInMs }) => current === 'waiting' && waits.push(retryInMs));
    everything.client.connect().catch(() => {});

    for (let attempt = 0; attempt < 7; attempt += 1) {
      await settle();
      await everything.server.cut();
      await everything.timers.advance(15_000);
    }

    expect(waits).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    await everything.client.close();
  });

  it('stops when refused for good, and rejects what waits', async () => {
    const everything = world();
    const states = listenTo(everything);
    const listing = everything.client.conversations.list().catch((error: unknown) => error);
    const connected = everything.client.connect().catch((error: unknown) => error);

    await everything.server.refuse('auth/token-invalid', { status: 401 });
    await everything.timers.advance(120_000);

    const error = (await connected) as SenimError;
    expect([error.code, error.problem?.status]).to.deep.equal(['auth/token-invalid', 401]);
    expect((await listing) as SenimError).to.include({ code: 'auth/token-invalid' });
    expect(states).to.deep.equal(['connecting', 'closed: auth/token-invalid']);
    expect(everything.server.tokens).to.have.lengthOf(1);
    await everything.client.close();
  });

  it('fetches a fresh token at once when the last one has expired, and only once', async () => {
    const everything = world({ token: numberedTokens() });
    const states = listenTo(everything);
    const connected = everything.client.connect();

    await everything.server.refuse('auth/token-expired');
    await everything.server.accept();
    await connected;

    expect(everything.server.tokens.map(numberOf)).to.deep.equal([1, 2]);
    expect(states).to.deep.equal(['connecting', 'connected']);
    await everything.client.close();
  });

  it('does not hammer a server that finds every token expired', async () => {
    const everything = world({ token: numberedTokens() });
    const states = listenTo(everything);
    everything.client.connect().catch(() => {});

    await everything.server.refuse('auth/token-expired');
    await everything.server.refuse('auth/token-expired');

    expect(states).to.deep.equal(['connecting', 'waiting: auth/token-expired']);
    await everything.client.close();
  });

  it('renews its token and goes on when the server ends a session whose token has expired', async () => {
    const everything = world({ token: numberedTokens() });
    await connect(everything);

    await everything.server.tell('session:refused', { problem: problem('auth/token-expired') });
    await everything.server.cut();
    await everything.server.accept();

    expect(everything.server.tokens.map(numberOf)).to.deep.equal([1, 2]);
    expect(everything.client.state).to.equal('connected');
    await everything.client.close();
  });

  it('uses one token for several connects, and a fresh one when it knows that it has run out', async () => {
    const everything = world({ token: numberedTokens(1_700_000_060) });
    await connect(everything);
    await everything.server.cut();
    await everything.timers.advance(1_000);
    await everything.server.accept();
    await everything.timers.advance(55_000);
    await everything.server.cut();
    await everything.timers.advance(1_000);

    expect(everything.server.tokens.map(numberOf)).to.deep.equal([1, 1, 2]);
    await everything.client.close();
  });

  it('tries again when the token function throws', async () => {
    let calls = 0;
    const token = async () => {
      calls += 1;
      if (calls === 1) throw new Error('the back end is down');
      return tokenOf({ sub: ALICE });
    };
    const everything = world({ token });
    const states = listenTo(everything);
    const connected = everything.client.connect();

    await everything.timers.advance(500);
    await everything.server.accept();
    await connected;

    expect(states).to.deep.equal(['connecting', 'waiting: client/token-failed', 'connecting', 'connected']);
    await everything.client.close();
  });

  it('repeats a question that lost its answer with the connection', async () => {
    const everything = world();
    await connect(everything);
    const listing = everything.client.conversations.list({ status: 'open' });
    await settle();

    await everything.server.cut();
    await everything.timers.advance(1_000);
    await everything.server.accept();
    await everything.server.command('conversation:list').answer({ conversations: [conversationAt(3)] });

    expect((await listing).map(({ details }) => details?.headSeq)).to.deep.equal([3]);
    await everything.client.close();
  });

  it('gives a question up after twenty seconds without a connection', async () => {
    const everything = world();
    const listing = everything.client.conversations.list().catch((error: unknown) => error);

    await everything.timers.advance(20_000);

    const error = (await listing) as SenimError;
    expect(error).to.be.instanceOf(SenimError);
    expect([error.code, error.isRetryable]).to.deep.equal(['network/unreachable', true]);
    await everything.client.close();
  });

  it('answers nonsense with an error of its own', async () => {
    const everything = world();
    await connect(everything);
    const codes: string[] = [];
    const ask = () => everything.client.conversations.list().catch(({ code }: SenimError) => codes.push(code));

    const asking = [ask(), ask()];
    await settle();
    await everything.server.command('conversation:list').answer(undefined);
    await everything.server.command('conversation:list').refuse(undefined as unknown as string);
    await everything.timers.advance(30_000);
    await everything.client.close();
    await Promise.all(asking);

    expect(codes).to.include('server/unexpected');
  });

  it('tells everybody, though a listener throws', async () => {
    const everything = world();
    const uncaught: unknown[] = [];
    const former = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => uncaught.push(error));
    everything.client.on('state', () => {
      throw new Error('a bug in the page');
    });
    const states = listenTo(everything);

    await connect(everything);

    await everything.client.close();
    await settle();
    process.removeAllListeners('uncaughtException');
    for (const listener of former) process.on('uncaughtException', listener);
    expect(states).to.deep.equal(['connecting', 'connected', 'closed']);
    expect(uncaught).to.have.lengthOf(3);
  });

  it('leaves nothing behind when closed', async () => {
    const everything = world();
    await connect(everything);
    const { conversation, heard } = await watch(everything);
    const waiting = [conversation.send('hello'), conversation.markRead(1), everything.client.conversations.list()];
    const ends = waiting.map((promise) => promise.catch(({ code }: SenimError) => code));
    await settle();

    await everything.client.close();
    await everything.client.close();

    expect(await Promise.all<unknown>(ends)).to.deep.equal(['client/closed', 'client/closed', 'client/closed']);
    expect(everything.timers.waiting).to.equal(0);
    expect(everything.server.isClosedByClient).to.equal(true);
    expect(heard).to.deep.equal([]);
    expect(await everything.client.connect().catch(({ code }: SenimError) => code)).to.equal('client/closed');
  });
});
