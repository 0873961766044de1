/** The office job: unpacks, searches for what acts by itself, packs anew without properties, and looks again at what came out. */
import { type JobResult, type Removal, refuse } from '../media-job.ts';
import { cleanPart } from './clean-part.ts';
import { CONTENT_TYPES, contentTypeOf, documentTypeOf, readContentTypes, writeContentTypes } from './content-types.ts';
import { broken, OfficeFault, unsafe } from './office-fault.ts';
import { isXml, type Parts, readPackage } from './package-reader.ts';
import { writePackage } from './package-writer.ts';
import { fateOf, isThumbnail } from './part-rules.ts';
import { type RebuiltPicture, rebuildPicture } from './rebuild-picture.image.ts';
import { isMainDocument, isRelationships, ownerOf, readRelationships, writeRelationships } from './relationships.ts';

/** Pictures that are not rebuilt by then end the job; well below the time after which the worker is killed. */
const PICTURES_MS = 18_000;

interface Cleaned {
  readonly mediaType: string;
  readonly parts: Parts;
  readonly removed: ReadonlySet<Removal>;
}

/** What is kept of the relationships, and which ids are gone, by the part that refers. */
const cleanRelationships = (parts: Parts, kept: ReadonlySet<string>) => {
  const written = new Map<string, Buffer>();
  const gone = new Map<string, ReadonlySet<string>>();
  const known = new Map([...parts.keys()].map((name) => [name.toLowerCase(), name]));
  let main: string | undefined;
  for (const [name, bytes] of parts) {
    if (!isRelationships(name) || !kept.has(name)) continue;
    const owner = ownerOf(name);
    const all = readRelationships(bytes, owner);
    const lost = all.filter(({ part }) => {
      const target = part === undefined ? undefined : known.get(part.toLowerCase());
      if (part !== undefined && part !== '' && !target) throw broken('a part of it is missing');
      return target !== undefined && !kept.has(target);
    });
    if (owner === '') main = known.get(all.find(isMainDocument)?.part?.toLowerCase() ?? '');
    gone.set(owner, new Set(lost.map(({ id }) => id)));
    written.set(name, writeRelationships(all.filter((relationship) => !lost.includes(relationship))));
  }
  if (main === undefined) throw new OfficeFault('type-not-allowed', 'archives are not on the list');
  return { written, gone, main };
};

/** Throws an OfficeFault. */
const clean = async (parts: Parts, rebuild: (file: Buffer) => Promise<RebuiltPicture>): Promise<Cleaned> => {
  const types = readContentTypes(parts.get(CONTENT_TYPES));
  const fates = new Map([...parts].map(([name, bytes]) => [name, fateOf(name, bytes)]));
  const kept = new Set([...parts.keys()].filter((name) => fates.get(name) !== 'leave-out' && name !== CONTENT_TYPES));
  const { written, gone, main } = cleanRelationships(parts, kept);
  const mediaType = documentTypeOf(contentTypeOf(types, main));

  const removed = new Set<Removal>();
  for (const [name, fate] of fates) if (fate === 'leave-out') removed.add(isThumbnail(name) ? 'thumbnail' : 'metadata');
  const cleaned = new Map<string, Buffer>([[CONTENT_TYPES, writeContentTypes(types, [...kept])]]);
  const until = performance.now() + PICTURES_MS;
  for (const name of kept) {
    const bytes = parts.get(name) as Buffer;
    contentTypeOf(types, name);
    if (fates.get(name) === 'rebuild') {
      if (performance.now() > until) throw unsafe('its pictures take too long to rebuild');
      const picture = await rebuild(bytes);
      for (const removal of picture.removed) removed.add(removal);
      cleaned.set(name, picture.bytes);
    } else if (isXml(name)) cleaned.set(name, written.get(name) ?? cleanPart(bytes, gone.get(name) ?? new Set()));
    else cleaned.set(name, bytes);
  }
  return { mediaType, parts: cleaned, removed };
};

export const runOfficeJob = async (file: Buffer): Promise<JobResult> => {
  try {
    const { mediaType, parts, removed } = await clean(await readPackage(file), rebuildPicture);
    const full = await writePackage(parts);
    // Whoever opens it will find what is on its lists, and no more than was kept.
    const again = await clean(await readPackage(full), async (bytes) => ({ bytes, removed: [] }));
    if (again.parts.size !== parts.size || again.mediaType !== mediaType) throw broken('it could not be packed anew');
    return { outcome: 'done', files: new Map([['full', full]]), facts: { mediaType, removed: [...removed] } };
  } catch (error) {
    return error instanceof OfficeFault
      ? refuse(error.reason, `the document is not taken: ${error.message}`)
      : refuse('unreadable', 'the document is broken');
  }
};
