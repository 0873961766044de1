/** New key-encryption keys, and the end of old ones, with a note in the audit log: for an operator, beside the running servers. */
import type { Config } from '#config/config';
import type { Logger } from '#kernel/logger';
import { nameOfFileKey } from '#platform/keys/file-keys.fs';
import type { RingName } from '#platform/keys/key-provider';
import { oneRotation, type RotationDeps, retireKeys, rotateRing } from '#platform/keys/key-rotation.postgres';
import type { Database } from '#platform/postgres/database.postgres';
import { openServersAudit, openServersKeys } from './beside-a-server.ts';
import { buildKeyProviders } from './build-keys.ts';

export interface KeyCommand {
  readonly config: Pick<Config, 'dataFolder' | 'keys'>;
  readonly database: Database;
  readonly logger: Logger;
  readonly rings: readonly RingName[];
  /** Forgets former keys instead of making new ones. */
  readonly isRetiring?: boolean;
  readonly say: (sentence: string) => void;
  /** How long nodes are waited for. */
  readonly patienceMs?: number;
}

interface Outcome {
  readonly ring: RingName;
  readonly details: Record<string, string | number>;
}

const rotate = async (deps: RotationDeps): Promise<Outcome> => {
  const { ring, say } = deps;
  const { keyId, rewrapped, unreadable, retirable } = await rotateRing(deps);
  for (const context of unreadable) say(`${ring}: does not open, and stays as it was: ${context}`);
  if (retirable.length > 0) {
    say(
      `${ring}: nothing is wrapped under ${retirable.join(', ')} any more; they can be retired (--retire) as soon as`,
    );
    say('  no backup of the database from before is to be restored');
  }
  return { ring, details: { keyId, rewrapped, unreadable: unreadable.length } };
};

/** Throws a Fault that says what to do; what was done until then stays, and is gone on with. */
export const rotateKeys = async (command: KeyCommand): Promise<void> => {
  const { config, database, logger, say, isRetiring = false } = command;
  const folder = await openServersKeys(config.dataFolder);
  await using stack = new AsyncDisposableStack();
  const providers = buildKeyProviders(config, folder, stack);
  const audit = stack.use(openServersAudit(database, logger));
  const retire = async (deps: RotationDeps): Promise<Outcome> => {
    const retired = await retireKeys(deps);
    for (const keyId of retired) {
      if (keyId.startsWith('file:')) await folder.remove(nameOfFileKey(keyId));
      say(`${deps.ring}: ${keyId} is retired; remove it from other nodes and from backups, too`);
    }
    if (retired.length === 0) say(`${deps.ring}: there is no former key`);
    return { ring: deps.ring, details: { retired: retired.join(' ') } };
  };

  await oneRotation(database, async () => {
    for (const ring of command.rings) {
      const deps = { ...command, ring, providers: providers[ring] };
      const { details } = await (isRetiring ? retire(deps) : rotate(deps));
      const operation = isRetiring ? 'keys-retire' : 'keys-rotate';
      await audit.append({ operation, outcome: 'done', resource: `key-ring:${ring}`, details });
    }
  });
};
