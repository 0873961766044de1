/**
 * `npm run audit:verify`: verifies the chain of the audit log and names the first entry that does not fit.
 *
 *   --table ⟨name⟩              a copy of the same shape, instead of audit_entry
 *   --without-head              for an older copy: its end is not compared with audit_head and the anchor
 *   --database-url-env ⟨name⟩   the variable that holds the connection string, instead of DATABASE_URL
 *   --database-url-file ⟨path⟩  a file that holds it
 *   --anchor-folder ⟨path⟩      where audit-anchor.json lies, instead of SENIM_DATA_DIR
 *
 * Exit code 0: everything verified. 1: an entry does not verify. 2: the log could not be read.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileAuditAnchor } from '../server/src/features/audit/audit-anchor.fs.ts';
import { withAuditEvidence } from '../server/src/features/audit/audit-evidence.postgres.ts';
import { verifyAudit } from '../server/src/features/audit/audit-verify.ts';
import { openDatabase } from '../server/src/platform/postgres/database.postgres.ts';
import { embeddedDatabaseUrl } from './services/embedded-database.ts';

const { values } = parseArgs({
  options: {
    table: { type: 'string', default: 'audit_entry' },
    'without-head': { type: 'boolean', default: false },
    'database-url-env': { type: 'string', default: 'DATABASE_URL' },
    'database-url-file': { type: 'string' },
    'anchor-folder': { type: 'string' },
  },
});

const dataFolder = resolve(process.env['SENIM_DATA_DIR'] || './data');

const findConnectionString = async (): Promise<string> => {
  const file = values['database-url-file'];
  if (file) return (await readFile(file, 'utf8')).trim();
  return process.env[values['database-url-env']] || (await embeddedDatabaseUrl(dataFolder));
};

const main = async (): Promise<number> => {
  const connectionString = await findConnectionString();
  await using database = openDatabase({ connectionString, poolSize: 1, onIdleError: () => undefined });
  const isComplete = !values['without-head'];
  const anchor = isComplete ? await fileAuditAnchor(resolve(values['anchor-folder'] ?? dataFolder)).read() : undefined;
  const tables = { entries: values.table, head: isComplete ? 'audit_head' : undefined };
  const verdict = await withAuditEvidence(database.pool, tables, (evidence) => verifyAudit({ ...evidence, anchor }));
  console.log(
    verdict.ok ? `${verdict.verified} entries verified` : `entry ${verdict.entry} does not verify: ${verdict.reason}`,
  );
  return verdict.ok ? 0 : 1;
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(`the audit log could not be read: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
