/** The ledger of consents in PostgreSQL. */
import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { Consent, ConsentRepository } from './consent-repository.ts';

interface Row {
  id: string;
  principal_id: string;
  policy_version: string;
  locale: Consent['locale'];
  text_sha256: string;
  purposes: string[];
  given_at: Date;
}

const fromRow = (row: Row): Consent => ({
  id: row.id,
  principalId: row.principal_id,
  policyVersion: row.policy_version,
  locale: row.locale,
  textSha256: row.text_sha256,
  purposes: row.purposes,
  givenAt: row.given_at,
});

export const postgresConsentRepository = ({ query }: Pick<Database, 'query'>): ConsentRepository => ({
  add: (consent) =>
    query.transaction().execute(async (transaction) => {
      // Two tabs that agree at once wait for each other here, and leave one entry.
      await transaction
        .selectFrom('principal')
        .select('id')
        .where('id', '=', consent.principalId)
        .forNoKeyUpdate()
        .execute();
      const known = await transaction
        .selectFrom('consent')
        .selectAll()
        .where('principal_id', '=', consent.principalId)
        .where('policy_version', '=', consent.policyVersion)
        .where('purposes', '=', sql<string[]>`${[...consent.purposes]}::text[]`)
        .orderBy('given_at')
        .executeTakeFirst();
      if (known) return { consent: fromRow(known), isNew: false };
      const row = await transaction
        .insertInto('consent')
        .values({
          id: consent.id,
          principal_id: consent.principalId,
          policy_version: consent.policyVersion,
          locale: consent.locale,
          text_sha256: consent.textSha256,
          purposes: [...consent.purposes],
          given_at: consent.givenAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return { consent: fromRow(row), isNew: true };
    }),

  listOf: async (principalId) => {
    const rows = await query
      .selectFrom('consent')
      .selectAll()
      .where('principal_id', '=', principalId)
      .orderBy('given_at')
      .orderBy('id')
      .execute();
    return rows.map(fromRow);
  },

  purposesOf: async (principalId, policyVersion) => {
    const rows = await query
      .selectFrom('consent')
      .select('purposes')
      .where('principal_id', '=', principalId)
      .where('policy_version', '=', policyVersion)
      .execute();
    return new Set(rows.flatMap((row) => row.purposes));
  },
});
