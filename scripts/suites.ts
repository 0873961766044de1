/** The suites of tests, in the order in which they run. */
import type { ProgramName } from './services/programs.ts';

export interface Suite {
  readonly name: string;
  readonly folder: string;
  /** Of the system; without them tests are skipped, and in CI the suite fails. */
  readonly programs: readonly ProgramName[];
  /** A run that takes longer hangs, and is ended. */
  readonly budgetMinutes: number;
  /** Its files need nothing in common. */
  readonly isParallel?: boolean;
}

const SERVICES: readonly ProgramName[] = ['redis', 'postgres', 'initdb', 'pgDump', 'clamd'];
/** To speak, and to encode and judge what was spoken. */
const VOICE: readonly ProgramName[] = ['espeak', 'ffmpeg', 'bubblewrap'];
/** To draw specimens of identity documents. */
const TYPEFACES: readonly ProgramName[] = ['ocrB', 'dejaVu'];
const OBJECT_STORE: readonly ProgramName[] = ['radosgw', 'cephMon', 'cephOsd'];

export const suites: readonly Suite[] = [
  { name: 'check', folder: 'test/architecture', programs: [], budgetMinutes: 10, isParallel: true },
  { name: 'unit', folder: 'test/unit', programs: [], budgetMinutes: 10 },
  {
    name: 'integration',
    folder: 'test/integration',
    programs: [...SERVICES, ...OBJECT_STORE, ...VOICE, ...TYPEFACES, 'curl', 'exiftool', 'age', 'heifEnc'],
    budgetMinutes: 30,
  },
  {
    name: 'e2e',
    folder: 'test/e2e',
    programs: [...SERVICES, ...OBJECT_STORE, ...TYPEFACES, 'exiftool', 'age'],
    budgetMinutes: 30,
  },
  { name: 'browser', folder: 'test/e2e/browser', programs: ['chromium', ...VOICE, ...TYPEFACES], budgetMinutes: 30 },
  { name: 'chaos', folder: 'test/chaos', programs: SERVICES, budgetMinutes: 30 },
];

/** The suite that a file belongs to: the one with the nearest folder. */
export const suiteOf = (file: string): Suite | undefined =>
  suites
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
