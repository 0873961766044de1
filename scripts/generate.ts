/** `npm run generate`: writes the documents that are made of the contract and the sources; `--check` only compares. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createAsyncApi, createOpenApi } from '@senim/contract/documents';
import { configurationDocument, environmentExample } from './documents/configuration.ts';
import { mapDocument } from './documents/map.ts';
import { permissionsDocument } from './documents/permissions.ts';
import { problemsDocument } from './documents/problems.ts';

const ROOT = resolve(import.meta.dirname, '..');

const version = async (): Promise<string> => JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).version;

const asJson = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** Path from the root → content. */
const documents = async (): Promise<Record<string, string>> => {
  const options = { version: await version() };
  return {
    'docs/openapi.json': asJson(createOpenApi(options)),
    'docs/asyncapi.json': asJson(createAsyncApi(options)),
    'docs/problems.md': problemsDocument(),
    'docs/permissions.md': permissionsDocument(),
    'docs/configuration.md': configurationDocument(),
    '.env.example': environmentExample(),
    'docs/map.md': await mapDocument(ROOT),
  };
};

/** The paths of documents that are not what they would be now. */
export const staleDocuments = async (): Promise<string[]> => {
  const stale: string[] = [];
  for (const [path, content] of Object.entries(await documents())) {
    const found = await readFile(join(ROOT, path), 'utf8').catch(() => '');
    if (found !== content) stale.push(path);
  }
  return stale;
};

const write = async (): Promise<void> => {
  const stale = await staleDocuments();
  for (const [path, content] of Object.entries(await documents())) {
    if (!stale.includes(path)) continue;
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), content);
    console.log(`${path} written`);
  }
  if (stale.length === 0) console.log('every document is current');
};

const check = async (): Promise<void> => {
  const stale = await staleDocuments();
  for (const path of stale) console.error(`${path} is not current: run npm run generate`);
  if (stale.length > 0) process.exitCode = 1;
};

if (import.meta.main) await (process.argv.includes('--check') ? check() : write());
