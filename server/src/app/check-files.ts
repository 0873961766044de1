/** Compares both stores with the database, and mends what can be mended: for an operator, beside the running server. */
import type { Config } from '#config/config';
import { attachmentsInPostgres } from '#features/attachments/attachment-repository.postgres';
import { LEFT_OVER_AFTER_MS } from '#features/attachments/index';
import type { AuditLog } from '#features/audit/index';
import { linkAnswer } from '#features/document-requests/link-answer.postgres';
import { identityDocumentsInPostgres } from '#features/vault/identity-document-repository.postgres';
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import { openServerSecrets } from '#platform/keys/server-secrets.fs';
import type { Database } from '#platform/postgres/database.postgres';
import { doom } from '#platform/stores/object-ledger.postgres';
import { checkStore, type StoreFindings } from '#platform/stores/store-check.postgres';
import { openServersAudit, openServersKeys } from './beside-a-server.ts';
import { buildKeyRings } from './build-keys.ts';
import { buildStores, type NamedStore, type StoreName } from './build-stores.ts';

export interface FilesCheck {
  readonly config: Pick<Config, 'dataFolder' | 'buckets' | 'keys'>;
  readonly database: Database;
  readonly logger: Logger;
  /** Removes objects without a row, marks as destroyed what has lost its bytes. */
  readonly isRepair?: boolean;
  /** What is younger is not judged. */
  readonly ageMs?: number;
  /** Repair even when so much is missing that the store itself may be the wrong one. */
  readonly isBold?: boolean;
}

export interface CheckedStore extends StoreFindings {
  readonly name: StoreName;
}

/** More than this share of a store, and more than a handful, is not lost by accident. */
const MOST_LOST_SHARE = 0.1;
const A_HANDFUL = 10;
/** Without these nothing is left of a file; without its others it can still be used. */
const ESSENTIAL: readonly string[] = ['full', 'quarantine'];

const repair = async (
  { database, isBold = false }: FilesCheck,
  { name, store }: NamedStore,
  { expected, orphans, lost }: StoreFindings,
  audit: AuditLog,
): Promise<void> => {
  if (!isBold && lost.length > A_HANDFUL && lost.length > expected * MOST_LOST_SHARE) {
    throw new Fault(
      `${lost.length} of ${expected} objects are missing in ${name}: is it the right store, and whole? Nothing was mended`,
    );
  }
  for (const id of orphans) await store.remove(id);
  const repositories = {
    attachments: attachmentsInPostgres(database),
    vault: identityDocumentsInPostgres(database, linkAnswer),
  };
  const isLost = true;
  const kind = name === 'vault' ? 'identity-document' : 'attachment';
  for (const { id, ownerId, variant } of lost) {
    const isGone = ESSENTIAL.includes(variant);
    await audit.append({
      operation: 'files-check',
      outcome: 'done',
      resource: `${kind}:${ownerId}`,
      details: { reason: 'bytes-missing', variant, destroyed: isGone },
    });
    if (isGone) await repositories[name].destroy([ownerId], isLost);
    else await doom(database.query, [id]);
  }
};

export const checkFiles = async (check: FilesCheck): Promise<CheckedStore[]> => {
  const { config, database, logger } = check;
  const keys = await openServersKeys(config.dataFolder);
  const secrets = await openServerSecrets(keys);
  const owners = { attachments: secrets['attachments-owner'], vault: secrets['vault-owner'] };

  await using stack = new AsyncDisposableStack();
  // Another folder's keys would make everything look lost: they are refused here.
  await buildKeyRings({ config, logger, database, folder: keys }, stack);
  const stores = await buildStores({ config, logger, owners }, stack);
  const audit = stack.use(openServersAudit(database, logger));
  const checked: CheckedStore[] = [];
  for (const place of Object.values(stores)) {
    const findings = await checkStore(database, { ...place, ageMs: check.ageMs ?? LEFT_OVER_AFTER_MS });
    if (check.isRepair) await repair(check, place, findings, audit);
    checked.push({ name: place.name, ...findings });
  }
  return checked;
};
