/** Consents in a real database: recorded with what was shown, once, and effective at once and on other nodes (M3, S8). */
import { randomUUID } from 'node:crypto';
import { routes } from '@senim/contract';
import { expect } from 'chai';
import type { AuditEntry } from '../../../../../server/src/features/audit/index.ts';
import { postgresConsentRepository } from '../../../../../server/src/features/consents/consent-repository.postgres.ts';
import { createConsents } from '../../../../../server/src/features/consents/index.ts';
import { defaultRetentionTerms } from '../../../../../server/src/features/retention/index.ts';
import { ProblemError } from '../../../../../server/src/kernel/problem-error.ts';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

const node = (database: TestDatabase) => {
  const audited: AuditEntry[] = [];
  const consents = createConsents({
    consents: postgresConsentRepository(database),
    audit: { append: async (...entries) => void audited.push(...entries) },
    clock: { now: () => Date.now() },
    facts: { companyName: 'Sample LLP', privacyContact: 'privacy@sample.kz', terms: defaultRetentionTerms },
    onConsent: async () => undefined,
  });
  return { ...consents, audited };
};

const newVisitor = async ({ pool }: TestDatabase) => {
  const id = randomUUID();
  await pool.query(`insert into principal (id, kind) values ($1, 'visitor')`, [id]);
  return { id, kind: 'visitor' as const, roles: [] };
};

type Visitor = Awaited<ReturnType<typeof newVisitor>>;

const give = (
  { consentGive, policy }: ReturnType<typeof node>,
  principal: Visitor,
  purposes: ('service' | 'photo' | 'voice')[],
  policyVersion = policy.version,
) =>
  consentGive({
    principal,
    traceId: 'trace',
    params: undefined,
    query: undefined,
    body: { policyVersion, purposes, locale: 'kk' },
  });

const codeOf = async (promise: Promise<unknown> | void): Promise<string | undefined> => {
  const [result] = await Promise.allSettled([promise]);
  return result?.status === 'rejected' && result.reason instanceof ProblemError ? result.reason.code : undefined;
};

describe('consents', () => {
  it('records what was agreed to and the hash of the text that was shown', async () => {
    await using database = await testDatabase();
    const one = node(database);
    const visitor = await newVisitor(database);
    const shown = await one.policyGet({
      principal: undefined,
      traceId: 'trace',
      params: undefined,
      query: { locale: 'kk' },
      body: undefined,
    });
    expect(routes.policyGet.response.schema.safeParse(shown).error).to.equal(undefined);

    const consent = await give(one, visitor, ['service', 'photo']);
    expect(routes.consentGive.response.schema.safeParse(consent).error).to.equal(undefined);
    expect(consent).to.include({ policyVersion: shown.version, textSha256: shown.sha256, locale: 'kk' });
    expect(consent.purposes).to.deep.equal(['photo', 'service']);
    expect(await one.listOf(visitor.id)).to.deep.equal([consent]);
    expect(one.audited.map(({ operation, subjectId }) => [operation, subjectId])).to.deep.equal([
      ['consent-give', visitor.id],
    ]);
  });

  it('answers a repetition with the first consent, also when both come at once', async () => {
    await using database = await testDatabase();
    const one = node(database);
    const visitor = await newVisitor(database);
    const answers = await Promise.all([
      give(one, visitor, ['service', 'voice']),
      give(one, visitor, ['voice', 'service']),
      give(one, visitor, ['voice', 'voice', 'service']),
    ]);
    expect(new Set(answers.map(({ id }) => id)).size).to.equal(1);
    expect(one.audited).to.have.length(1);
    await give(one, visitor, ['service']);
    expect(await one.listOf(visitor.id)).to.have.length(2);
  });

  it('refuses a version that is not in force, and stores nothing', async () => {
    await using database = await testDatabase();
    const one = node(database);
    const visitor = await newVisitor(database);
    expect(await codeOf(give(one, visitor, ['service'], '2000-01-01.00000000'))).to.equal('consent/version-outdated');
    expect(await one.listOf(visitor.id)).to.deep.equal([]);
  });

  it('is effective at once on this node and on another', async () => {
    await using database = await testDatabase();
    const [one, two] = [node(database), node(database)];
    const visitor = await newVisitor(database);
    expect(await codeOf(one.gate.require(visitor))).to.equal('consent/required');
    expect(await codeOf(two.gate.require(visitor))).to.equal('consent/required');
    await give(one, visitor, ['service']);
    await one.gate.require(visitor);
    await two.gate.require(visitor);
    expect(await codeOf(two.gate.require(visitor, 'photo'))).to.equal('consent/required');
    await give(one, visitor, ['photo']);
    await two.gate.require(visitor, 'photo');
  });
});
