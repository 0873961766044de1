/** Every public file that nobody here made, through a running server: taken and clean, or refused for its reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { expect } from 'chai';
import { checkFiles } from '../../../../server/src/app/check-files.ts';
import { toKeyOptions } from '../../../../server/src/config/key-settings.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';
import { expectedOfDocument } from '../../../support/corpus/documents.ts';
import { expectedOfPicture, FOREIGN_SIGNATURES, PICTURE } from '../../../support/corpus/pictures.ts';
import { expectedOfRecording } from '../../../support/corpus/recordings.ts';
import type { Answer } from '../../../support/http-call.ts';
import { requireTool, runTool } from '../../../support/installed-tool.ts';
import { METADATA_GROUPS } from '../../../support/media.ts';
import type { TestPerson } from '../../../support/people.ts';
import { describeWithShared } from '../../../support/shared-material.ts';
import { silentLogger } from '../../../support/silent-logger.ts';
import { connectStranger } from '../../../support/stranger.ts';
import { type TestServer, testServer } from '../../../support/test-server.ts';
import { download, upload } from '../../../support/upload.ts';

type Kind = 'photo' | 'voice' | 'file';

const AT_ONCE = 6;
/** Everything is old enough to be judged, whatever the clocks say of the last second. */
const AGELESS = -5_000;
const RECORDING = /\.(mp3|mp4|ogg|wav|flac|webm)$/;
/** What only the door knows: pictures that do not begin as such, and sound that is something else as well. */
const AT_THE_DOOR: Readonly<Record<string, string>> = {
  'collisions/md5-1.png': 'type-not-allowed',
  'collisions/md5-2.png': 'type-not-allowed',
  'images/corrupt/138d3b9e0d9fbf641b8135981e597c3a.jpg': 'type-not-allowed',
  'images/corrupt/broken.png': 'type-not-allowed',
  'polyglots/mitra/P-PNG+RAR.png': 'type-not-allowed',
  'polyglots/mitra/P-EBML+Zip.webm': 'type-not-allowed',
  'polyglots/mitra/P-Flac+PDF.flac': 'type-not-allowed',
  'polyglots/mitra/P-ID3v2+Zip.mp3': 'taken',
  'polyglots/mitra/P-RIFF+HTML.wav': 'taken',
  'polyglots/mitra/S-EBML+HTML.webm': 'unreadable',
  'polyglots/mitra/S-ID3v2+HTML.mp3': 'taken',
  'polyglots/mitra/S-MP4+Zip.mp4': 'unreadable',
  'polyglots/mitra/S-OGG+HTML.ogg': 'type-not-allowed',
  'polyglots/mitra/S-RIFF+Zip.wav': 'taken',
};
/** Texts that are neither documents nor attacks. */
const TEXTS = /^(crypto|http\/multipart|mrz)\//;
/** How what may not be in sound begins, or ends. */
const SECOND_FORMATS = ['PK\x03\x04', 'PK\x05\x06', '%PDF', '<html', '<script'];

/** The door that a person would take for it. */
const kindOf = (path: string): Kind => {
  if (/^(audio|video)\//.test(path)) return 'voice';
  if (PICTURE.test(path) || path.startsWith('images/')) return 'photo';
  return path.startsWith('polyglots/') && RECORDING.test(path) ? 'voice' : 'file';
};

/** `taken`, or the reason for which it is refused. */
const expectedOf = (path: string): string => {
  const known = AT_THE_DOOR[path];
  if (known) return known;
  if (path.startsWith('http/multipart-browsers/')) return 'type-not-allowed';
  // What people would send by mistake: offered the vault's door.
  if (path.startsWith('id-specimens/')) return 'identity-document';
  if (TEXTS.test(path)) return 'taken';
  const expected = { photo: expectedOfPicture, voice: expectedOfRecording, file: expectedOfDocument }[kindOf(path)](
    path,
  );
  return expected === 'done' || expected?.startsWith('audio/') ? 'taken' : (String(expected).split(':')[0] as string);
};

interface Sent {
  readonly outcome: string;
  readonly attachment: Answer | undefined;
}

describeWithShared('the public corpus at the door of a running server', 'corpus', function (corpus) {
  this.timeout(300_000);
  let server: TestServer;
  let folder: string;
  let person: TestPerson;
  let conversationId: string;
  const paths = readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== corpus)
    .map((entry) => relative(corpus, join(entry.parentPath, entry.name)));
  const sent = new Map<string, Sent>();

  const send = async (path: string): Promise<void> => {
    const file = { bytes: new Uint8Array(readFileSync(join(corpus, path))), name: basename(path) };
    const fields = { conversationId, kind: kindOf(path) };
    const { status, answer } = await upload(server.url, '/v1/attachments', person.token, fields, file);
    const outcome = status === 201 ? 'taken' : String(answer.code).replace('attachment/', '');
    sent.set(path, { outcome, attachment: status === 201 ? (answer.attachment ?? answer) : undefined });
  };

  const variantsOf = (attachment: Answer): string[] => {
    const pages = Array.from({ length: attachment.previewPages ?? 0 }, (_, index) => `page-${index + 1}`);
    return ['full', ...(attachment.thumbHash ? ['thumbnail'] : []), ...pages];
  };

  /** All but texts, which stay as they are, and what is handed out as the original. */
  const downloadAll = async (): Promise<Map<string, { kind: Kind; bytes: Buffer }>> => {
    const downloads = new Map<string, { kind: Kind; bytes: Buffer }>();
    for (const [path, { attachment }] of sent) {
      if (!attachment || attachment.mediaType === 'text/plain') continue;
      for (const variant of variantsOf(attachment)) {
        const address = `/v1/attachments/${attachment.id}/content?variant=${variant}`;
        const response = await download(server.url, address, person.token);
        expect(response.status, `${path} ${variant}`).to.equal(200);
        downloads.set(`${path}.${variant}`, { kind: kindOf(path), bytes: Buffer.from(await response.arrayBuffer()) });
      }
    }
    return downloads;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'senim-corpus-'));
    server = await testServer({
      settings: {
        SENIM_RATE_LIMITS: 'off',
        SENIM_QUOTA_PERSON_FILES: '10000',
        SENIM_QUOTA_CONVERSATION_FILES: '10000',
      },
    });
    person = await server.createVisitor();
    using stranger = await connectStranger(server.url, person.token);
    const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
    conversationId = conversation.id;
    const turns = paths.values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const path of turns) await send(path);
      }),
    );
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('is taken or refused as is known of each file', () => {
    const wrong = [...sent].flatMap(([path, { outcome }]) =>
      outcome === expectedOf(path) ? [] : [`${path} is ${outcome}, and not ${expectedOf(path)}`],
    );

    expect(wrong.join('\n')).to.equal('');
    expect(sent.size).to.equal(paths.length).and.to.be.above(580);
  });

  it('leaves nothing in what was made here that tells of place, camera, author or a second format', async function () {
    requireTool(this, 'exiftool');
    const downloads = await downloadAll();
    for (const [name, { bytes }] of downloads) await writeFile(join(folder, name.replaceAll('/', '_')), bytes);

    const found = JSON.parse(
      (await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-ext', '*', folder])).toString(),
    ) as readonly Record<string, unknown>[];

    for (const file of found) {
      const left = Object.keys(file).filter(
        (tag) => METADATA_GROUPS.test(tag) || /GPS|Comment|Trailer|Orientation|Thumbnail/i.test(tag),
      );
      expect(left, String(file['SourceFile'])).to.deep.equal([]);
    }
    expect(found.length).to.equal(downloads.size);
    for (const [name, { kind, bytes }] of downloads) {
      const foreign = { photo: FOREIGN_SIGNATURES, voice: SECOND_FORMATS, file: [] }[kind];
      expect(
        foreign.filter((signature) => bytes.includes(signature, 0, 'latin1')),
        name,
      ).to.deep.equal([]);
    }
  });

  it('leaves no file in quarantine and no object without a row, and the server goes on', async () => {
    const spooled = await readdir(join(server.dataFolder, 'spool'), { recursive: true, withFileTypes: true });
    const keys = toKeyOptions(readSettings({}));
    const config = { dataFolder: server.dataFolder, buckets: { attachments: undefined, vault: undefined }, keys };
    const stores = await checkFiles({ config, database: server.database, logger: silentLogger, ageMs: AGELESS });

    expect(spooled.filter((entry) => entry.isFile())).to.deep.equal([]);
    for (const { name, orphans, lost } of stores)
      expect({ orphans, lost }, name).to.deep.equal({ orphans: [], lost: [] });
    expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
  });
});
