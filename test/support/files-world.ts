/** Attachments and the vault behind the real front door, with real stores; conversations and consents are told by the test. */
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { routes } from '@senim/contract';
import { lookingRoutes } from '../../server/src/app/build-looking.ts';
import { type UploadParts, uploadDoors } from '../../server/src/app/build-uploads.ts';
import { attachmentsInPostgres } from '../../server/src/features/attachments/attachment-repository.postgres.ts';
import {
  attachmentContentHandler,
  attachmentCreateHandler,
  attachmentLinkContentHandler,
} from '../../server/src/features/attachments/attachments.http.ts';
import { heldUploadsInPostgres } from '../../server/src/features/attachments/held/held-uploads.postgres.ts';
import {
  type Attachments,
  createAttachments,
  type IntakeParts,
  type MalwareScanner,
  noScanner,
} from '../../server/src/features/attachments/index.ts';
import type { AuditEntry } from '../../server/src/features/audit/index.ts';
import type { ConversationState } from '../../server/src/features/conversations/index.ts';
import { documentRequestAnswers } from '../../server/src/features/document-requests/document-request-answer.ts';
import { linkAnswer } from '../../server/src/features/document-requests/link-answer.postgres.ts';
import { messagesInPostgres } from '../../server/src/features/messages/message-repository.postgres.ts';
import { type ResumableUploads, resumableUploads } from '../../server/src/features/uploads/index.ts';
import { uploadHandlers } from '../../server/src/features/uploads/uploads.http.ts';
import { identityDocumentsInPostgres } from '../../server/src/features/vault/identity-document-repository.postgres.ts';
import {
  createLooking,
  createVault,
  type Looking,
  type LookingDeps,
  type Vault,
} from '../../server/src/features/vault/index.ts';
import { looksInPostgres } from '../../server/src/features/vault/look-repository.postgres.ts';
import { identityDocumentCreateHandler } from '../../server/src/features/vault/vault.http.ts';
import { httpGateway } from '../../server/src/gateway/gateway.http.ts';
import { noRateLimits } from '../../server/src/gateway/rate-limiter.ts';
import { requestsUnderWay } from '../../server/src/gateway/requests-under-way.ts';
import { type BoundRoute, contractRoutes } from '../../server/src/gateway/routes.http.ts';
import { toProblem } from '../../server/src/gateway/to-problem.ts';
import type { Clock } from '../../server/src/kernel/clock.ts';
import type { Principal } from '../../server/src/kernel/principal.ts';
import { ProblemError } from '../../server/src/kernel/problem-error.ts';
import { dataKeysInPostgres } from '../../server/src/platform/keys/data-keys.postgres.ts';
import { vaultPersonKeys } from '../../server/src/platform/keys/vault-person-keys.postgres.ts';
import type { MediaPool } from '../../server/src/platform/media/media-pool.ts';
import { placesInPostgres } from '../../server/src/platform/quotas/upload-places.postgres.ts';
import type { UploadQuotas } from '../../server/src/platform/quotas/upload-places.ts';
import { openFolderStore } from '../../server/src/platform/stores/content-store.fs.ts';
import { objectsInPostgres } from '../../server/src/platform/stores/object-ledger.postgres.ts';
import { makeSealedObjects } from '../../server/src/platform/stores/sealed-objects.ts';
import { openFolderSpool } from '../../server/src/platform/stores/spool.fs.ts';
import type { Spool } from '../../server/src/platform/stores/spool.ts';
import { makeInFlight } from '../../server/src/platform/transfer/in-flight.ts';
import type { UploadTimes } from '../../server/src/platform/transfer/upload-limits.ts';
import { listedKeyRing } from './memory/memory-key-ring.ts';
import { silentLogger } from './silent-logger.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

export interface UploadOptions {
  readonly by: Principal;
  readonly to?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly type?: string;
  readonly isFileFirst?: boolean;
}

const filesUnder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Who may read what, as the test says. */
const toldAccess = () => {
  const conversations = new Map<string, ConversationState>();
  const consents = new Map<string, Set<string>>();
  const requireReadable = async (principal: Principal, id: string): Promise<ConversationState> => {
    const conversation = conversations.get(id);
    const may =
      conversation?.participantIds.includes(principal.id) ||
      (principal.kind === 'agent' && conversation?.kind === 'support');
    if (!conversation || !may) throw new ProblemError('conversation/not-found');
    return conversation;
  };
  const conversationAccess = {
    requireReadable,
    requireReadableNow: requireReadable,
    requireWritable: async (principal: Principal, id: string) => {
      const conversation = await requireReadable(principal, id);
      if (conversation.status === 'closed') throw new ProblemError('conversation/closed');
      return conversation;
    },
  };
  const consentGate = {
    require: async (principal: Principal, purpose?: 'photo' | 'voice') => {
      const given = consents.get(principal.id);
      if (!given?.has('service') || (purpose && !given.has(purpose))) throw new ProblemError('consent/required');
    },
  };
  const conversation = (
    kind: 'support' | 'direct',
    participants: readonly Principal[],
    status: 'open' | 'closed' = 'open',
  ): string => {
    const id = randomUUID();
    const participantIds = participants.map((participant) => participant.id);
    conversations.set(id, {
      id,
      kind,
      status,
      openedBy: participantIds[0] as string,
      assignedTo: undefined,
      participantIds,
    });
    return id;
  };
  return { conversations, conversation, consents, conversationAccess, consentGate };
};

/** Audit entries and news, kept for the test to look at. */
const listeners = () => {
  const audited: AuditEntry[] = [];
  const published: { event: string; payload: unknown; rooms: readonly string[] }[] = [];
  return {
    audited,
    published,
    audit: { append: async (...entries: readonly AuditEntry[]) => void audited.push(...entries) },
    fanOut: {
      publish: (event: string, payload: unknown, { rooms }: { rooms: readonly string[] }) =>
        void published.push({ event, payload, rooms }),
      join: () => undefined,
      leave: () => undefined,
    },
  };
};

/** @returns the address of the app, until the stack is disposed. */
const listenTo = async (app: RequestListener, stack: AsyncDisposableStack): Promise<string> => {
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  stack.defer(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

const documentsOf = (
  database: TestDatabase,
  world: Omit<
    Parameters<typeof documentRequestAnswers>[0] & Parameters<typeof messagesInPostgres>[0],
    'messages' | 'database'
  >,
) => ({
  documents: identityDocumentsInPostgres(database, linkAnswer),
  answers: documentRequestAnswers({ ...world, messages: messagesInPostgres({ ...world, database }) }),
});

interface Doors extends UploadParts {
  readonly attachments: Attachments;
  readonly vault: Vault;
  readonly looking: Looking;
  readonly uploads: ResumableUploads;
}

const uploadRoutes = ({ uploads, intake }: Doors): BoundRoute[] => {
  const { speakTus, describe } = uploadHandlers({ uploads, ...intake, expirySeconds: EXPIRY_SECONDS });
  return [
    { definition: routes.uploadDescribe, raw: describe },
    { definition: routes.uploadCreate, raw: speakTus },
    { definition: routes.uploadOffset, raw: speakTus },
    { definition: routes.uploadAppend, raw: speakTus },
    { definition: routes.uploadGet, json: uploads.get },
    { definition: routes.uploadCancel, raw: speakTus },
  ];
};

const frontDoor = (doors: Doors, principals: ReadonlyMap<string, Principal>) =>
  httpGateway({
    isAllowedOrigin: () => true,
    toProblem: toProblem(silentLogger),
    routers: [
      contractRoutes({
        routes: [
          { definition: routes.attachmentCreate, raw: attachmentCreateHandler(doors.attachments, doors.intake) },
          { definition: routes.attachmentGet, json: doors.attachments.get },
          { definition: routes.attachmentContent, raw: attachmentContentHandler(doors.attachments) },
          { definition: routes.attachmentLinkCreate, json: doors.attachments.createLink },
          { definition: routes.attachmentLinkContent, raw: attachmentLinkContentHandler(doors.attachments) },
          { definition: routes.identityDocumentCreate, raw: identityDocumentCreateHandler(doors.vault, doors.intake) },
          { definition: routes.identityDocumentList, json: doors.vault.list },
          ...lookingRoutes(doors.looking),
          ...uploadRoutes(doors),
        ],
        authenticate: async (token) => {
          const principal = principals.get(token ?? '');
          if (!principal) throw new ProblemError('auth/token-invalid');
          return { principal, expiresAt: Number.POSITIVE_INFINITY };
        },
        rateLimiter: noRateLimits,
        requests: requestsUnderWay(),
      }),
    ],
  });

const wideQuotas: UploadQuotas = {
  person: { bytes: 2 ** 40, files: 10_000 },
  conversation: { bytes: 2 ** 40, files: 10_000 },
  atOncePerPerson: 100,
};

export interface FilesWorldOptions {
  readonly scanner?: MalwareScanner;
  readonly quotas?: UploadQuotas;
  readonly times?: UploadTimes;
  readonly needsSecondPerson?: boolean;
}

const EXPIRY_SECONDS = 3_600;

const resumable = (doors: Omit<UploadParts, 'intake'>, spool: Spool, clock: Clock): ResumableUploads =>
  resumableUploads({
    doors: uploadDoors(doors),
    spool,
    clock,
    toProblem: toProblem(silentLogger),
    expirySeconds: EXPIRY_SECONDS,
  });

/** Requests by a person whose token is their id. */
const callsTo = (url: string) => {
  const request = (path: string, { by, ...init }: RequestInit & { by: Principal }): Promise<Response> =>
    fetch(url + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${by.id}` } });
  const post = (
    path: string,
    file: Buffer,
    fields: Record<string, string>,
    options: UploadOptions,
  ): Promise<Response> => {
    const form = new FormData();
    const part = new File([new Uint8Array(file)], options.name ?? 'file', { type: options.type ?? '' });
    if (options.isFileFirst) form.append('file', part);
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (!options.isFileFirst) form.append('file', part);
    return request(path, { by: options.by, method: 'POST', body: form });
  };
  return {
    request,
    upload: (file: Buffer, { to = '', kind = 'photo', ...options }: UploadOptions) =>
      post('/v1/attachments', file, { conversationId: to, kind }, { ...options }),
    handOver: (file: Buffer, { to = '', kind = 'passport', ...options }: UploadOptions) =>
      post('/v1/identity-documents', file, { conversationId: to, documentType: kind }, options),
  };
};

/** What uploads have left. */
const traces = (database: TestDatabase, folder: string) => ({
  /** What lies on the disk: in quarantine and in the two stores. */
  left: async () => ({
    spool: await filesUnder(join(folder, 'spool')),
    attachments: await filesUnder(join(folder, 'attachments')),
    vault: await filesUnder(join(folder, 'vault')),
  }),
  /** What the database says of uploads. */
  rows: async () => ({
    attachments: await database.query.selectFrom('attachment').selectAll().execute(),
    objects: await database.query.selectFrom('stored_object').selectAll().execute(),
    headers: await database.query.selectFrom('keys.object_header').selectAll().execute(),
    places: await database.query.selectFrom('upload_place').selectAll().execute(),
  }),
});

const personAdder =
  (database: TestDatabase, principals: Map<string, Principal>, consents: Map<string, Set<string>>) =>
  async (kind: Principal['kind'], roles: Principal['roles'] = []): Promise<Principal> => {
    const principal: Principal = { id: randomUUID(), kind, roles };
    principals.set(principal.id, principal);
    consents.set(principal.id, new Set(['service', 'photo', 'voice']));
    await database.query
      .insertInto('principal')
      .values({ id: principal.id, kind } as never)
      .execute();
    return principal;
  };

const intakeWith =
  (parts: Omit<IntakeParts, 'objects'>, database: TestDatabase, folder: string) =>
  async (name: 'attachments' | 'vault'): Promise<IntakeParts> => {
    const store = await openFolderStore(join(folder, name));
    const ledger = objectsInPostgres(database, name);
    return { ...parts, objects: makeSealedObjects({ name, store, ledger, keyRing: listedKeyRing(database) }) };
  };

/** What lies in the vault of a document, opened. */
const pictureIn =
  ({ objects }: IntakeParts) =>
  async (id: string): Promise<Buffer> =>
    buffer((await objects.open(id, 'full'))?.read() ?? Readable.from([]));

const lookingAt = (
  parts: Omit<LookingDeps, 'looks' | 'vaultKeys' | 'nameOf' | 'openSeconds'>,
  database: TestDatabase,
): Looking =>
  createLooking({
    ...parts,
    looks: looksInPostgres(database),
    vaultKeys: vaultPersonKeys({ database, keyRing: listedKeyRing(database), clock: parts.clock }),
    nameOf: async () => 'Vera',
    openSeconds: 300,
  });

/** @param media shared by the tests of a file, because processes take a moment to start. */
export const filesWorld = async (
  media: MediaPool,
  { scanner = noScanner, quotas = wideQuotas, times, needsSecondPerson = false }: FilesWorldOptions = {},
) => {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'senim-files-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));

  const clock = { time: Date.now(), now: () => clock.time };
  const principals = new Map<string, Principal>();
  const { conversations, conversation, consents, conversationAccess, consentGate } = toldAccess();
  const { audited, published, audit, fanOut } = listeners();
  const dataKeys = dataKeysInPostgres({ database, keyRing: listedKeyRing(database), clock });
  const places = stack.use(
    placesInPostgres({ database, markKey: randomBytes(32), quotas, clock, logger: silentLogger }),
  );
  const shared = { conversationAccess, consentGate, dataKeys, audit, fanOut, clock, logger: silentLogger, places };
  const spool = stack.use(await openFolderSpool(join(folder, 'spool')));
  const intakeInto = intakeWith({ spool, media, scanner }, database, folder);
  const intake = await intakeInto('attachments');
  const held = heldUploadsInPostgres(database);
  const attachments = createAttachments({
    ...shared,
    ...{ held, intake, attachments: attachmentsInPostgres(database), linkKey: createSecretKey(randomBytes(32)) },
    findPrincipal: async (id) => principals.get(id),
  });
  const vaultIntake = await intakeInto('vault');
  const parts = documentsOf(database, shared);
  const vault = createVault({ ...shared, ...parts, intake: vaultIntake });
  const looking = lookingAt({ ...shared, ...vaultIntake, documents: parts.documents, needsSecondPerson }, database);
  const uploads = stack.use(resumable({ attachments, vault }, spool, clock));
  const uploadIntake = { spool, inFlight: makeInFlight(quotas.atOncePerPerson), ...(times ? { times } : {}) };
  const doors = frontDoor({ attachments, vault, looking, uploads, intake: uploadIntake }, principals);
  const url = await listenTo(doors, stack);
  const owned = stack.move();
  return {
    url,
    ...{ database, folder, clock, audited, published },
    /** Changed by tests: who may read what, and who is there at all. */
    conversations,
    principals,
    consents,
    attachments,
    held,
    vault,
    vaultPicture: pictureIn(vaultIntake),
    uploads,
    places,
    intake,
    person: personAdder(database, principals, consents),
    conversation,
    ...callsTo(url),
    ...traces(database, folder),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

export type FilesWorld = Awaited<ReturnType<typeof filesWorld>>;

/** A problem's code, or the status when it is not a problem. */
export const codeOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  return response.headers.get('content-type')?.includes('problem+json')
    ? (JSON.parse(text) as { code: string }).code
    : String(response.status);
};
