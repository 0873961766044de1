/** A real clamd of one's own, with signatures of the test string alone: `await using clamd = await testClamd()`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { requireProgram } from '../../../scripts/services/programs.ts';
import { eicar } from '../eicar.ts';
import { freePort, type ServiceProcess, startService, temporaryFolder } from './service-process.ts';

export interface TestClamd extends AsyncDisposable {
  /** For CLAMD_URL. */
  readonly url: string;
  readonly address: { readonly host: string; readonly port: number };
  /** No chance to finish a scan; connections are refused from now on. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections and answers nothing, as when its machine hangs. */
  freeze(): void;
  thaw(): void;
}

export interface TestClamdOptions {
  /** The most it takes in one stream; what is longer gets an error for a verdict. */
  readonly maxStreamBytes?: number;
  /** False: it is reachable only after `start()`. */
  readonly isStarted?: boolean;
  /** A signature of something else: the test string passes, as with a broken signature base. */
  readonly isBlind?: boolean;
}

const HASH_OF_EICAR = '44d88612fea8a8f36de82e1278abb02f:68:Test.Eicar.File\n';

const answersPing = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  try {
    socket.write('zPING\0');
    return (await text(socket)).startsWith('PONG');
  } catch {
    return false;
  }
};

export const testClamd = async (options: TestClamdOptions = {}): Promise<TestClamd> => {
  const { maxStreamBytes = 100 * 1024 * 1024, isStarted = true, isBlind = false } = options;
  const program = requireProgram('clamd');
  const folder = await temporaryFolder();
  const port = await freePort();
  const signatures = `${folder.path}/signatures`;
  await mkdir(signatures);
  if (isBlind) {
    await writeFile(`${signatures}/local.hdb`, `${'0'.repeat(32)}:68:Test.Other\n`);
  } else {
    await writeFile(`${signatures}/local.hdb`, HASH_OF_EICAR);
    // Anywhere within a file of any type.
    await writeFile(`${signatures}/local.ndb`, `Test.Eicar.Body:0:*:${eicar().toString('hex')}\n`);
  }
  const settings = [
    'Foreground yes',
    `DatabaseDirectory ${signatures}`,
    `TemporaryDirectory ${folder.path}`,
    'TCPAddr 127.0.0.1',
    `TCPSocket ${port}`,
    `StreamMaxLength ${maxStreamBytes}`,
    'AlertExceedsMax yes',
  ];
  const config = `${folder.path}/clamd.conf`;
  await writeFile(config, `${settings.join('\n')}\n`);
  let service: ServiceProcess | undefined;

  const start = async (): Promise<void> => {
    service = await startService({
      program,
      args: [`--config-file=${config}`],
      folder: folder.path,
      isReady: () => answersPing(port),
    });
  };
  if (isStarted) await start();
  const signal = (name: NodeJS.Signals): void => {
    if (service) process.kill(service.pid, name);
  };

  return {
    url: `tcp://127.0.0.1:${port}`,
    address: { host: '127.0.0.1', port },
    start,
    kill: async () => service?.kill(),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      // A frozen process does not hear that it should stop.
      await service?.kill();
      await folder[Symbol.asyncDispose]();
    },
  };
};
