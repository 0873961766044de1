/** A real S3 server of one's own, Ceph's gateway from Debian's packages: `await using ceph = await testCeph()`. */
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { requireProgram } from '../../../scripts/services/programs.ts';
import { type CephPlaces, cephConf } from './ceph-conf.ts';
import { freePort, type ServiceProcess, startService, temporaryFolder } from './service-process.ts';

const run = promisify(execFile);

export interface S3User {
  readonly uid: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface TestCeph extends AsyncDisposable {
  /** The gateway's address. */
  readonly endpoint: string;
  /** @param options further ones of `radosgw-admin user create`. */
  createUser(...options: string[]): Promise<S3User>;
  /** Kills the gateway; what it stored stays. */
  stop(): Promise<void>;
  /** Starts the gateway again on the same port. */
  start(): Promise<void>;
  /** It keeps its connections and answers nothing, as when its machine hangs. */
  freeze(): void;
  thaw(): void;
}

/** Other work may take the processor; alone it is ready in two seconds. */
const READY_TIMEOUT_MS = 60_000;

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

const prepare = async (places: CephPlaces): Promise<string> => {
  const { folder, monitorPort, clusterId } = places;
  for (const name of ['mon', 'osd', 'run', 'log', 'rgw']) await mkdir(`${folder}/${name}`, { mode: 0o700 });
  const conf = `${folder}/ceph.conf`;
  await writeFile(conf, cephConf(places), { mode: 0o600 });
  const keyring = `${folder}/keyring`;
  const monitor = `[v2:127.0.0.1:${monitorPort}]`;
  await run('monmaptool', ['--create', '--clobber', '--fsid', clusterId, '--addv', 'a', monitor, `${folder}/monmap`]);
  await run('ceph-authtool', ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *']);
  const caps = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *'];
  await run('ceph-authtool', [keyring, '--gen-key', '-n', 'client.admin', ...caps]);
  const monitorFiles = ['--monmap', `${folder}/monmap`, '--keyring', keyring];
  await run(requireProgram('cephMon'), ['-c', conf, '--mkfs', '-i', 'a', ...monitorFiles]);
  return conf;
};

/** @param options `isHasty`: a day of a bucket's lifecycle lasts ten seconds. */
export const testCeph = async ({ isHasty = false } = {}): Promise<TestCeph> => {
  const gateway = requireProgram('radosgw');
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const [monitorPort, gatewayPort] = [await freePort(), await freePort()];
  const kmsKey = randomBytes(32).toString('base64');
  const conf = await prepare({
    folder: folder.path,
    monitorPort,
    gatewayPort,
    clusterId: randomUUID(),
    kmsKey,
    isHasty,
  });
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  const service = (program: string, args: readonly string[], isReady: () => Promise<boolean>) =>
    startService({
      program,
      args: ['-c', conf, '-f', ...args],
      folder: folder.path,
      isReady,
      readyTimeoutMs: READY_TIMEOUT_MS,
    });

  const osdId = randomUUID();
  const announceOsd = () => run('ceph', ['-c', conf, '--connect-timeout', '5', 'osd', 'new', osdId]);
  stack.use(await service(requireProgram('cephMon'), ['-i', 'a'], () => succeeds(announceOsd())));
  const osd = requireProgram('cephOsd');
  await run(osd, ['-c', conf, '-i', '0', '--mkfs', '--osd-uuid', osdId]);
  // The gateway waits for it.
  stack.use(await service(osd, ['-i', '0'], async () => true));

  let running: ServiceProcess | undefined;
  const start = async (): Promise<void> => {
    running = await service(gateway, ['-n', 'client.rgw.a'], () => succeeds(fetch(endpoint)));
  };
  await start();
  stack.defer(() => running?.kill());
  const signal = (name: NodeJS.Signals): void => {
    if (running) process.kill(running.pid, name);
  };

  const owned = stack.move();
  return {
    endpoint,
    createUser: async (...options) => {
      const uid = `user-${randomBytes(4).toString('hex')}`;
      const accessKeyId = randomBytes(10).toString('hex');
      const secretAccessKey = randomBytes(20).toString('hex');
      const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
      const create = ['user', 'create', '--uid', uid, '--display-name', uid];
      await run('radosgw-admin', ['-c', conf, ...create, ...keys, ...options]);
      return { uid, accessKeyId, secretAccessKey };
    },
    start,
    stop: async () => {
      await running?.kill();
      running = undefined;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
