/** Unpacks an office document under bounds: so many parts, so many bytes, plain names, nothing encrypted. */
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { broken, OfficeFault, unsafe } from './office-fault.ts';

/** Name, as written, to bytes. */
export type Parts = ReadonlyMap<string, Buffer>;

const MAX_PARTS = 2_000;
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_XML_BYTES = 64 * 1024 * 1024;
const MAX_ALL_XML_BYTES = 96 * 1024 * 1024;
/** Spreadsheets pack to a twentieth; this is far beyond. */
const MAX_RATIO = 200;
const FREE_BYTES = 1024 * 1024;
const MAX_NAME = 200;
/** Segments of plain characters, none of them only dots; and the two names that have brackets. */
const PLAIN_NAME =
  /^(?:\[Content_Types\]\.xml|(?:\[trash\]\/)?(?!\.+(?:\/|$))[A-Za-z0-9_ .,()&+=@~-]+(?:\/(?!\.+(?:\/|$))[A-Za-z0-9_ .,()&+=@~-]+)*)$/;
const STORED = 0;
const DEFLATED = 8;

export const isXml = (name: string): boolean => /\.(xml|rels|vml|svg)$/i.test(name);

const listEntries = (zip: ZipFile): Promise<readonly Entry[]> =>
  new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MAX_PARTS) reject(unsafe('it has too many parts'));
      else zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });

/** Judges by the directory, before anything is unpacked. */
const checkEntries = (entries: readonly Entry[], packedBytes: number): void => {
  const names = new Set<string>();
  let unpacked = 0;
  let xml = 0;
  for (const { fileName, uncompressedSize, generalPurposeBitFlag, compressionMethod } of entries) {
    if (generalPurposeBitFlag & 1) throw unsafe('it is encrypted');
    if (fileName.length > MAX_NAME || !PLAIN_NAME.test(fileName)) throw unsafe('a part of it has an odd name');
    if (names.size === names.add(fileName.toLowerCase()).size) throw unsafe('two parts of it have one name');
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) throw unsafe('it is packed in an odd way');
    unpacked += uncompressedSize;
    if (!isXml(fileName)) continue;
    xml += uncompressedSize;
    if (uncompressedSize > MAX_XML_BYTES || xml > MAX_ALL_XML_BYTES) throw unsafe('it is too large when unpacked');
  }
  if (unpacked > MAX_UNPACKED_BYTES) throw unsafe('it is too large when unpacked');
  if (unpacked > packedBytes * MAX_RATIO + FREE_BYTES) throw unsafe('it is packed too tightly');
};

const readEntry = async (zip: ZipFile, entry: Entry): Promise<Buffer> => {
  const bytes = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(bytes) !== entry.crc32) throw broken('a part of it is damaged');
  return bytes;
};

/** Folders are left out. Throws an OfficeFault. */
export const readPackage = async (file: Buffer): Promise<Parts> => {
  try {
    const zip = await fromBufferPromise(file, { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount > MAX_PARTS) throw unsafe('it has too many parts');
    const entries = (await listEntries(zip)).filter(({ fileName }) => !fileName.endsWith('/'));
    checkEntries(entries, file.length);
    const parts = new Map<string, Buffer>();
    for (const entry of entries) parts.set(entry.fileName, await readEntry(zip, entry));
    return parts;
  } catch (error) {
    throw error instanceof OfficeFault ? error : broken('the archive that it is made of is broken');
  }
};
