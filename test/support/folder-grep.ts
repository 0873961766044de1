/** Looks for bytes in every file below a folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @returns `⟨file⟩ holds ⟨needle⟩` for each find. Files that vanish meanwhile are passed by. */
export const findInFolder = async (folder: string, needles: readonly (string | Buffer)[]): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const needle of needles) {
      if (bytes.includes(needle)) found.push(`${path} holds ${String(needle).slice(0, 40)}`);
    }
  }
  return found;
};
