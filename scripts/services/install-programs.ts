/** Installs the system's programs that tests need: by itself on Debian as root, otherwise it says how. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Program, type ProgramName, programs } from './programs.ts';

const missingOf = (names: readonly ProgramName[]): Program[] =>
  names.map((name) => programs[name]).filter((program) => program.find() === undefined);

const packagesOf = (missing: readonly Program[]): string[] => [
  ...new Set(missing.map(({ debianPackage }) => debianPackage)),
];

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

let isUpdated = false;

const aptGet = (...args: string[]): boolean => {
  const { status, stderr } = spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    // No questions, and no service is started: tests start their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) console.error(`apt-get ${args.join(' ')}:\n${stderr.trim()}`);
  return status === 0;
};

/** @returns the names of those that are still missing. */
export const installPrograms = (names: readonly ProgramName[]): string[] => {
  const missing = missingOf(names);
  if (missing.length === 0) return [];
  const packages = packagesOf(missing);
  if (canInstall()) {
    console.log(`Installing ${packages.join(', ')} with apt-get …`);
    if (!isUpdated) isUpdated = aptGet('update');
    aptGet('install', '--yes', '--no-install-recommends', ...packages);
  }
  const stillMissing = missingOf(names);
  if (stillMissing.length > 0) {
    const titles = stillMissing.map(({ name }) => name).join(', ');
    console.error(`Not installed: ${titles}. On Debian: apt-get install ${packagesOf(stillMissing).join(' ')}`);
  }
  return stillMissing.map(({ name }) => name);
};
