/** Reads the environment, starts, waits for a signal, leaves. */
import { startApp } from '#app/start-app';
import { toConfig } from '#config/config';
import { readSettings } from '#config/read-env';
import { createLogger } from '#platform/telemetry/logger.pino';
import { greeting } from './app/greeting.ts';

const fail = (error: unknown): never => {
  const isOurs = error instanceof Error && error.name === 'Fault';
  process.stderr.write(`Senim cannot start: ${isOurs ? error.message : (error as Error).stack}\n`);
  if (isOurs && error.cause instanceof Error) process.stderr.write(`  because: ${error.cause.message}\n`);
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
