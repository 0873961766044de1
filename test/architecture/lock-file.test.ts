/** The lock file is whole: npm forgets packages of other platforms when it is updated from an installed tree. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from './repository.ts';

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const readJson = <Content>(path: string): Content => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

const { packages } = readJson<{ packages: Record<string, LockedPackage> }>('package-lock.json');

/** As Node finds it: beside the package, then in each folder above. */
const finds = (from: string, name: string): boolean => {
  for (let folder = from; ; folder = dirname(folder)) {
    if (`${folder === '.' ? '' : `${folder}/`}node_modules/${name}`.replace(/^\//, '') in packages) return true;
    if (folder === '.' || folder === '') return false;
  }
};

describe('package-lock.json', () => {
  it('has every package that another one asks for, those of other platforms too', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !finds(path, name))
        .map((name) => `${path} asks for ${name}`),
    );

    expect(missing, 'delete package-lock.json and run npm install --package-lock-only').to.deep.equal([]);
  });

  it('agrees with the package.json of each workspace', () => {
    const workspaces = Object.keys(packages).filter((path) => !path.includes('node_modules'));
    for (const path of workspaces) {
      const wanted = readJson<LockedPackage>(join(path, 'package.json'));
      for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
        expect(packages[path]?.[kind] ?? {}, `${path || 'root'}: ${kind}`).to.deep.equal(wanted[kind] ?? {});
      }
    }
  });

  it('names no host to fetch from', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.to.match(/"resolved": "https?:/);
  });
});
