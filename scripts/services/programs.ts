/** Programs of the system that tests use as independent judges and as real services. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Program {
  readonly name: string;
  readonly debianPackage: string;
  /** Its path, when it is installed. */
  readonly find: () => string | undefined;
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

const OLDEST_POSTGRES = 15;
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Debian keeps each version in a folder of its own; the oldest that Senim supports says most. */
const debianPostgres = (program: string) => (): string | undefined => {
  try {
    const versions = readdirSync(DEBIAN_POSTGRES).map(Number);
    return versions
      .filter((version) => version >= OLDEST_POSTGRES)
      .sort((one, other) => one - other)
      .map((version) => join(DEBIAN_POSTGRES, String(version), 'bin', program))
      .find(isExecutable);
  } catch {
    return undefined;
  }
};

const program = (name: string, debianPackage: string): Program => ({ name, debianPackage, find: () => onPath(name) });

/** For programs that Debian keeps where only root's path leads. */
const inSbin = (name: string) => (): string | undefined => onPath(name) ?? [`/usr/sbin/${name}`].find(isExecutable);

/** A typeface is no program, and is installed as one. */
const typeface = (name: string, debianPackage: string, path: string): Program => ({
  name,
  debianPackage,
  find: () => (existsSync(path) ? path : undefined),
});

export const programs = {
  redis: program('redis-server', 'redis-server'),
  curl: program('curl', 'curl'),
  exiftool: program('exiftool', 'libimage-exiftool-perl'),
  age: program('age', 'age'),
  heifEnc: program('heif-enc', 'libheif-examples'),
  chromium: program('chromium', 'chromium'),
  ffmpeg: program('ffmpeg', 'ffmpeg'),
  bubblewrap: program('bwrap', 'bubblewrap'),
  espeak: program('espeak-ng', 'espeak-ng'),
  ocrB: typeface('the typeface OCR-B', 'fonts-ocr-b', '/usr/share/fonts/opentype/ocr-b/OCRB.otf'),
  dejaVu: typeface('the typeface DejaVu', 'fonts-dejavu-core', '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'),
  clamd: { name: 'clamd', debianPackage: 'clamav-daemon', find: inSbin('clamd') },
  radosgw: program('radosgw', 'radosgw'),
  cephMon: program('ceph-mon', 'ceph-mon'),
  cephOsd: program('ceph-osd', 'ceph-osd'),
  postgres: { name: 'postgres', debianPackage: 'postgresql', find: debianPostgres('postgres') },
  pgDump: { name: 'pg_dump', debianPackage: 'postgresql', find: debianPostgres('pg_dump') },
  initdb: { name: 'initdb', debianPackage: 'postgresql', find: debianPostgres('initdb') },
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;

/** Its path. Throws an Error that says how to get it. */
export const requireProgram = (name: ProgramName): string => {
  const { find, name: title, debianPackage } = programs[name];
  const path = find();
  if (!path) throw new Error(`${title} is not installed; on Debian: apt-get install ${debianPackage}`);
  return path;
};
