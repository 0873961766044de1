/** People, consents and the audit log with their real stores. */

import { fileAuditAnchor } from '#features/audit/audit-anchor.fs';
import { postgresAuditStore } from '#features/audit/audit-store.postgres';
import { createAuditLog } from '#features/audit/index';
import { postgresConsentRepository } from '#features/consents/consent-repository.postgres';
import { createConsents } from '#features/consents/index';
import { authenticate } from '#features/people/authenticate';
import { peopleInPostgres } from '#features/people/people-repository.postgres';
import { userProfiles } from '#features/people/user-profiles';
import type { Platform } from './build-platform.ts';

export const buildPeople = (platform: Platform, stack: AsyncDisposableStack) => {
  const { config, clock, logger, database, dataKeys, indexKey, tokenKeys } = platform;
  const people = peopleInPostgres({ database, dataKeys, indexKey, clock });
  const audit = stack.use(
    createAuditLog({
      store: postgresAuditStore(database.pool),
      anchor: fileAuditAnchor(config.dataFolder),
      clock,
      logger,
    }),
  );
  const consents = createConsents({
    consents: postgresConsentRepository(database),
    audit,
    clock,
    facts: {
      companyName: config.company.name,
      privacyContact: config.company.privacyContact,
      terms: config.retention,
    },
    onConsent: (principal) => profiles.consented(principal),
  });
  const profiles = userProfiles({ people, consentGate: consents.gate });
  return { people, audit, consents, authenticate: authenticate({ people, profiles, tokenKeys, clock }) };
};

export type People = ReturnType<typeof buildPeople>;
