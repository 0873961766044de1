/** Writes log lines as JSON. An error is written as its name, code and stack: its message may carry what a person said. */
import pino from 'pino';
import type { Logger } from '#kernel/logger';

interface Loggable {
  readonly name?: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly message?: string;
  readonly cause?: unknown;
}

const CAUSES = 3;

const describeError = (error: Loggable, depth = 0): object => ({
  name: error.name,
  ...(error.code === undefined ? {} : { code: error.code }),
  // The stack's first lines repeat the message.
  stack: error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')),
  ...(error.cause instanceof Error && depth < CAUSES ? { cause: describeError(error.cause, depth + 1) } : {}),
  // Our own faults say what broke, never whose data it was.
  ...(error.name === 'Fault' ? { message: error.message } : {}),
});

export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: (error) => (error instanceof Error ? describeError(error) : String(error)) },
  });
