/** Reads the environment, starts, waits for a signal, leaves. */
import { startApp } from '#app/start-app';
import { toConfig } from '#config/config';
import { readSettings } from '#config/read-env';
import { createLogger } from '#platform/telemetry/logger.pino';
import { greeting } from './app/greeting.ts';

/** What several attempts have in common stands in the first of them. */
const reasonOf = (error: Error): string =>
  error instanceof AggregateError && error.errors[0] instanceof Error ? reasonOf(error.errors[0]) : error.message;

const fail = (error: unknown): never => {
  const isOurs = error instanceof Error && error.name === 'Fault';
  // What the system refuses (a folder that is closed, a disk that is full) says what and where; its stack adds nothing.
  const isPlain = isOurs || (error instanceof Error && 'syscall' in error);
  process.stderr.write(`Senim cannot start: ${isPlain ? reasonOf(error) : (error as Error).stack}\n`);
  if (isOurs && error.cause instanceof Error) process.stderr.write(`  because: ${reasonOf(error.cause)}\n`);
  process.exit(1);
};

/** Two signals closer together than this are one. */
const SAME_SIGNAL_MS = 1_000;

const run = async (): Promise<void> => {
  const config = toConfig(readSettings(process.env));
  const logger = createLogger(config.logLevel);
  const app = await startApp(config, logger);
  process.stdout.write(greeting(app, config));

  let leavingSince: number | undefined;
  const leave = (): void => {
    // A second signal does not wait; npm passes on what the terminal sends as well, so the same one comes twice.
    if (leavingSince !== undefined) {
      if (performance.now() - leavingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    leavingSince = performance.now();
    logger.info({}, 'stopping');
    app[Symbol.asyncDispose]().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  // One broken promise must not take everyone's conversation down; it is a fault all the same.
  process.on('unhandledRejection', (error) => logger.error({ error }, 'an unhandled rejection'));
};

run().catch(fail);
