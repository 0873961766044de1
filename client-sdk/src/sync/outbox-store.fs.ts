/** Keeps unsent messages in a folder, one file each, so that they survive the process. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

const ENDING = '.json';

/** Files are readable by their owner only. Give each running process a folder of its own. */
export class FileOutboxStore implements OutboxStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(): Promise<readonly OutboxEntry[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(ENDING));
    const entries = await Promise.all(names.map((name) => this.#read(name)));
    return entries.filter((entry) => entry !== undefined);
  }

  async put(entry: OutboxEntry): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(entry.clientMessageId);
    await writeFile(`${path}.new`, JSON.stringify(entry), { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  }

  async remove(clientMessageId: string): Promise<void> {
    await rm(this.#path(clientMessageId), { force: true });
  }

  /** A file that cannot be read is passed over. */
  async #read(name: string): Promise<OutboxEntry | undefined> {
    try {
      return JSON.parse(await readFile(join(this.#folder, name), 'utf8'));
    } catch {
      return undefined;
    }
  }

  #path(clientMessageId: string): string {
    return join(this.#folder, `${encodeURIComponent(clientMessageId)}${ENDING}`);
  }
}
