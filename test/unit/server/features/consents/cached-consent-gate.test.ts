/** The consent gate: remembers a yes, never a no, and is bounded (S8). */
import { expect } from 'chai';
import { cachedConsentGate } from '../../../../../server/src/features/consents/cached-consent-gate.ts';
import { ProblemError } from '../../../../../server/src/kernel/problem-error.ts';

const arrange = (rememberedPeople?: number) => {
  const ledger = new Map<string, string[]>();
  const asked: string[] = [];
  const gate = cachedConsentGate({
    consents: {
      purposesOf: async (principalId) => {
        asked.push(principalId);
        return new Set(ledger.get(principalId));
      },
    },
    policyVersion: '1',
    ...(rememberedPeople ? { rememberedPeople } : {}),
  });
  return { gate, ledger, asked };
};

const person = (id: string) => ({ id, kind: 'visitor' as const, roles: [] });

const outcome = async (promise: Promise<void> | void): Promise<string> => {
  try {
    await promise;
    return 'passed';
  } catch (error) {
    return error instanceof ProblemError ? error.code : String(error);
  }
};

describe('cachedConsentGate', () => {
  it('refuses before the required purposes are consented to, and each optional one on its own', async () => {
    const { gate, ledger } = arrange();
    expect(await outcome(gate.require(person('a')))).to.equal('consent/required');
    ledger.set('a', ['photo']);
    expect(await outcome(gate.require(person('a'), 'photo'))).to.equal('consent/required');
    ledger.set('a', ['photo', 'service']);
    expect(await outcome(gate.require(person('a')))).to.equal('passed');
    expect(await outcome(gate.require(person('a'), 'photo'))).to.equal('passed');
    expect(await outcome(gate.require(person('a'), 'voice'))).to.equal('consent/required');
  });

  it('asks the ledger again after a no, and no more after a yes', async () => {
    const { gate, ledger, asked } = arrange();
    await outcome(gate.require(person('a')));
    ledger.set('a', ['service']);
    await outcome(gate.require(person('a')));
    await outcome(gate.require(person('a')));
    expect(asked).to.have.length(2);
  });

  it('lets a consent given on this node hold at once', async () => {
    const { gate, asked } = arrange();
    gate.remember('a', ['service']);
    gate.remember('a', ['voice']);
    expect(await outcome(gate.require(person('a'), 'voice'))).to.equal('passed');
    expect(asked).to.deep.equal([]);
  });

  it('lets agents pass', async () => {
    const { gate, asked } = arrange();
    expect(await outcome(gate.require({ id: 'x', kind: 'agent', roles: ['agent'] }))).to.equal('passed');
    expect(asked).to.deep.equal([]);
  });

  it('remembers no more people than it may, the least recently seen being forgotten', async () => {
    const { gate, ledger, asked } = arrange(2);
    for (const id of ['a', 'b', 'c']) ledger.set(id, ['service']);
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await gate.require(person(id));
    expect(asked).to.deep.equal(['a', 'b', 'c', 'b']);
  });
});
