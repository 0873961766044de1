/** The malware scanner, when one is configured, and what the log and the readiness page say of it. */
import { clamdScanner, type WatchedScanner } from '#features/attachments/index';
import { clamdLink } from '#features/attachments/malware/clamd-link.net';
import type { Part } from '#features/health/readiness';
import { Fault } from '#kernel/fault';
import type { Platform } from './build-platform.ts';

export interface Scanner {
  readonly watched: WatchedScanner | undefined;
  readonly healthPart: Part;
}

const NAME = 'malware-scanner';

/** Chat goes on without it, and uploads are held: it is never required. */
export const buildScanner = ({ config, logger }: Pick<Platform, 'config' | 'logger'>): Scanner => {
  if (!config.clamd) {
    logger.warn({}, 'there is no malware scanner: files are not scanned; set CLAMD_URL to have them scanned');
    return { watched: undefined, healthPart: { name: NAME, kind: 'none', isRequired: false } };
  }
  const scanner = clamdScanner({ link: clamdLink(config.clamd), logger });
  const check = async (): Promise<void> => {
    if (!(await scanner.isUsable())) throw new Fault('the malware scanner does not pass its self-test');
  };
  // The first self-test is at the start; what it finds is logged, and nobody waits for it.
  void scanner.isUsable();
  return { watched: scanner, healthPart: { name: NAME, kind: 'external', check, isRequired: false } };
};
