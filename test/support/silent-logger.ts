/** A logger that keeps quiet. */
import type { Logger } from '../../server/src/kernel/logger.ts';

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
