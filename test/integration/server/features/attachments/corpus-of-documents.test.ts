/** Public documents that nobody here made, through the steps that look at files: taken and cleaned, or refused for a reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { intakePolicies } from '../../../../../server/src/features/attachments/attachment-limits.ts';
import { inspectStructure } from '../../../../../server/src/features/attachments/pipeline/inspect-structure.ts';
import { sniffType } from '../../../../../server/src/features/attachments/pipeline/sniff-type.ts';
import type { Spooled } from '../../../../../server/src/features/attachments/pipeline/upload.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { readPackage } from '../../../../../server/src/platform/media/office/package-reader.ts';
import { expectedOfDocument, OTHERS } from '../../../../support/corpus/documents.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

const FOLDERS = ['pdf', 'office', 'archives', 'active', 'text', 'polyglots', 'sniff', 'svg', 'json', 'collisions'];
interface Outcome {
  readonly verdict: string;
  readonly outputs: ReadonlyMap<string, Buffer>;
}

const spooled = (name: string, bytes: Buffer): Spooled => ({
  id: 'canary',
  policy: intakePolicies.file,
  incoming: { name, declaredType: '', receive: async () => 'too-large' },
  file: {
    bytes: bytes.length,
    sha256: Buffer.alloc(32),
    read: (range) => Readable.from([bytes.subarray(range?.start ?? 0, (range?.end ?? bytes.length) + 1)]),
    [Symbol.asyncDispose]: async () => undefined,
  },
});

const throughSteps = async (pool: MediaPool, name: string, bytes: Buffer): Promise<Outcome> => {
  const none = new Map<string, Buffer>();
  const sniffed = await sniffType(spooled(name, bytes));
  const inspected = sniffed.kind === 'continue' ? await inspectStructure(sniffed.upload) : sniffed;
  if (inspected.kind === 'reject') {
    return { verdict: `${inspected.rejection.reason}: ${inspected.rejection.detail}`, outputs: none };
  }
  const { family } = inspected.upload.type;
  if (family === 'text') return { verdict: 'taken', outputs: none };
  if (family !== 'pdf' && family !== 'office') return { verdict: OTHERS, outputs: none };
  const { answer, outputs } = await runMedia(pool, { kind: family }, bytes);
  return { verdict: answer.outcome === 'done' ? 'taken' : `${answer.reason}: ${answer.detail}`, outputs };
};

describeWithShared('the public corpus of documents', 'corpus', function (corpus) {
  this.timeout(120_000);
  let pool: MediaPool;
  let folder: string;
  const outcomes = new Map<string, Outcome>();
  before(async () => {
    pool = testMediaPool();
    folder = await mkdtemp(join(tmpdir(), 'senim-documents-'));
    for (const name of FOLDERS) {
      for (const entry of readdirSync(join(corpus, name), { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile()) continue;
        outcomes.set(relative(corpus, path), await throughSteps(pool, basename(path), readFileSync(path)));
      }
    }
  });
  after(async () => {
    await pool?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('is taken or refused for its reason, file by file', () => {
    const wrong = [...outcomes].flatMap(([path, { verdict }]) => {
      const expected = expectedOfDocument(path);
      // Whether a picture is on the list is for the suites of pictures.
      return (expected !== undefined && verdict.startsWith(expected)) || expected === OTHERS
        ? []
        : [`${path} is “${verdict}”, and not “${expected}”`];
    });

    expect(wrong).to.deep.equal([]);
    expect(outcomes.size).to.be.above(240);
  });

  it('leaves in copies and pictures no author, program, date or place that exiftool finds', async function () {
    requireTool(this, 'exiftool');
    for (const [path, { outputs }] of outcomes) {
      if (!path.endsWith('.pdf')) continue;
      for (const [name, bytes] of outputs) await writeFile(join(folder, `${basename(path)}.${name}`), bytes);
    }

    const found = JSON.parse(
      (await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-ext', '*', folder])).toString(),
    ) as readonly Record<string, unknown>[];

    for (const file of found) {
      const left = Object.keys(file).filter(
        (tag) =>
          !/^(System|File|ExifTool|Composite|RIFF):/.test(tag) && !/^PDF:(PDFVersion|Linearized|PageCount)$/.test(tag),
      );
      expect(left, String(file['SourceFile'])).to.deep.equal(['SourceFile']);
    }
    expect(found.length).to.be.above(40);
  });

  it('leaves in office documents no properties, and no time but a constant one', async () => {
    const documents = [...outcomes].filter(([path, { outputs }]) => path.startsWith('office/') && outputs.has('full'));

    for (const [path, { outputs }] of documents) {
      const file = outputs.get('full') as Buffer;
      const parts = await readPackage(file);
      expect(
        [...parts.keys()].filter((name) => /docProps|customXml|thumbnail/i.test(name)),
        path,
      ).to.deep.equal([]);
      for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 1)) {
        expect(file.readUInt32LE(at + 12), path).to.equal(0x0021_0000);
        expect(file.readUInt16LE(at + 30), 'extra fields').to.equal(0);
      }
    }
    expect(documents.length).to.be.at.least(4);
  });
});
