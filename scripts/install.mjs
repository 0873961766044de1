// Installs the packages of the lock file when they are missing or others; plain JavaScript, so that any Node from 20 on can run it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const lockFile = join(root, 'package-lock.json');
const stampFile = join(root, 'node_modules', '.senim-installed');
/** The Node.js that the package `node` brings; npm scripts find it first on their PATH. */
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Senim needs Node.js 20.19 or newer to install itself; this is ${process.version}.`);
  process.exit(1);
}

/** Whether what npm says it installed is what the lock file asks for; left out are packages of other platforms. */
const matchesLock = (lock) => {
  try {
    const wanted = JSON.parse(lock).packages;
    const found = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional, link }]) => path === '' || optional || link || found[path]?.version === version,
    );
  } catch {
    return false;
  }
};

/** The packages' own `node` goes away while npm works, so npm runs on the system's. */
const systemNode = () => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const outside = folders.filter((folder) => !folder.includes(`${sep}node_modules${sep}`));
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return { path: outside.map((folder) => join(folder, name)).find(existsSync), PATH: outside.join(delimiter) };
};

const npmCi = () => {
  const { path, PATH } = systemNode();
  const npm = process.env.npm_execpath;
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
  const options = { cwd: root, env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] };
  return npm
    ? spawn(path ?? process.execPath, [npm, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
};

const showProgress = () => {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  if (!process.stderr.isTTY) {
    console.error('Installing packages …');
    return (result) => console.error(`Installing packages: ${result} after ${seconds()} s`);
  }
  const show = (text) => process.stderr.write(`\r\u001b[KInstalling packages … ${text}`);
  const timer = setInterval(() => show(`${seconds()} s`), 500);
  return (result) => {
    clearInterval(timer);
    show(`${result} after ${seconds()} s\n`);
  };
};

/** What npm says, without the usage it adds. */
const complaint = (output) =>
  output
    .split(/^npm error\s*\n(?:npm error )?(?:Clean install|Usage)/m)[0]
    .split('\n')
    .slice(0, 30)
    .join('\n')
    .trim();

const install = () =>
  new Promise((resolve, reject) => {
    const finish = showProgress();
    const child = npmCi();
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    child.on('error', (error) => {
      finish('failed');
      reject(new Error(`npm could not be started (${error.message}). Install npm 10 or newer and try again.`));
    });
    child.on('close', (code) => {
      finish(code === 0 ? 'done' : 'failed');
      if (code === 0) return resolve();
      reject(
        new Error(
          `${complaint(output)}\n\nThe packages could not be installed. Check that the npm registry can be reached` +
            ' (npm ping) and that this folder can be written to, then try again.',
        ),
      );
    });
  });

const lock = readFileSync(lockFile, 'utf8');
const digest = createHash('sha256').update(lock).digest('hex');
const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
if (stamp !== digest || !existsSync(node)) {
  try {
    if (!existsSync(node) || !matchesLock(lock)) await install();
    if (!existsSync(node)) {
      throw new Error(
        'The package “node” has no program for this platform, or its install script was not allowed to run.\n' +
          'Use npm 11 or newer, or put Node.js 24 first on your PATH and run the scripts of package.json by hand.',
      );
    }
    writeFileSync(stampFile, digest);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
