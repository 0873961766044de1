/** What is verified of a running server's files: stripping, access, expiry and deletion. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attachment, Conversation, SenimClient } from '@senim/client';
import { type CanaryFile, findCanary } from './canary-files.ts';

/** Says whether something holds. */
export type Report = (holds: boolean, what: string, detail?: string) => void;

export interface Person {
  readonly client: SenimClient;
  readonly token: string;
}

export interface Scene {
  readonly url: string;
  readonly owner: Person;
  /** Somebody who takes no part in the conversation. */
  readonly stranger: Person;
  readonly conversation: Conversation;
  readonly report: Report;
}

/** A link is dead within a second of losing access; the rest is the network's. */
const DEAD_WITHIN_MS = 3_000;
const LONGEST_LINK_MS = 5 * 60_000 + 10_000;

const contentOf = (url: string, { id }: { readonly id: string }): string => `${url}/v1/attachments/${id}/content`;

const statusOf = async (address: string, token?: string): Promise<number> => {
  const response = await fetch(address, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.status;
};

/** Uploads a marked file and looks at everything that can be had of it. */
export const verifyStripping = async (scene: Scene, { title, kind, blob }: CanaryFile): Promise<Attachment> => {
  const { owner, conversation, report } = scene;
  const uploaded = await owner.client.attachments.upload(conversation.id, kind, blob, { name: blob.name });
  const attachment = await owner.client.attachments.whenAvailable(uploaded);
  const variants = kind === 'photo' ? (['full', 'thumbnail'] as const) : (['full'] as const);
  for (const variant of variants) {
    const content = await owner.client.attachments.content(attachment.id, { variant });
    const found = findCanary(Buffer.from(await content.arrayBuffer()));
    report(found === undefined, `${title}: the ${variant} version carries no mark`, found);
  }
  return attachment;
};

export const verifyAccess = async (scene: Scene, attachment: Attachment): Promise<void> => {
  const { url, owner, stranger, report } = scene;
  const address = contentOf(url, attachment);
  report((await statusOf(address)) === 401, 'a file is refused to somebody without a token');
  report((await statusOf(address, stranger.token)) === 404, 'a file does not exist for a stranger');
  const response = await fetch(address, { headers: { authorization: `Bearer ${owner.token}` } });
  await response.body?.cancel();
  const { headers } = response;
  report(headers.get('x-content-type-options') === 'nosniff', 'a file is served with nosniff');
  report(headers.get('content-disposition')?.startsWith('attachment') === true, 'a file is served as a download');
  report(/sandbox/.test(headers.get('content-security-policy') ?? ''), 'a file is served in a sandbox');
};

/** @returns a link, to be tried again when its time is over. */
export const verifyLink = async (scene: Scene, { id }: Attachment): Promise<{ url: string; expiresAt: string }> => {
  const { owner, report } = scene;
  const link = await owner.client.attachments.link(id);
  report((await statusOf(link.url)) === 200, 'a link opens without a token');
  const tampered = `${link.url.slice(0, -3)}${link.url.endsWith('AAA') ? 'BBB' : 'AAA'}`;
  report((await statusOf(tampered)) >= 400, 'a link that was changed does not open');
  const livesFor = Date.parse(link.expiresAt) - Date.now();
  report(livesFor > 0 && livesFor < LONGEST_LINK_MS, 'a link ends within minutes', link.expiresAt);
  return link;
};

const becomesDead = async (address: string, token?: string): Promise<boolean> => {
  for (const deadline = Date.now() + DEAD_WITHIN_MS; Date.now() < deadline; await sleep(200)) {
    if ((await statusOf(address, token)) >= 400) return true;
  }
  return false;
};

export const verifyExpiry = async (report: Report, link: { url: string; expiresAt: string }): Promise<void> => {
  await sleep(Math.max(0, Date.parse(link.expiresAt) - Date.now() + 1_000));
  report((await statusOf(link.url)) >= 400, 'a link is dead when its time is over');
};

/** Sends the files as one message and takes it back. */
export const verifyDeletion = async (scene: Scene, attachments: readonly Attachment[]): Promise<void> => {
  const { url, owner, conversation, report } = scene;
  const [first] = attachments;
  if (!first) return;
  const link = await owner.client.attachments.link(first.id);
  const message = await conversation.send('', { attachmentIds: attachments.map(({ id }) => id) });
  await conversation.redact(message.id);
  for (const attachment of attachments) {
    const isGone = await becomesDead(contentOf(url, attachment), owner.token);
    report(isGone, `${attachment.kind} ${attachment.mediaType}: a redacted file is gone`);
  }
  report(await becomesDead(link.url), 'a link to a redacted file is dead');
};

/** Hands over a marked picture and tries to see it as those who may not. */
export const verifyVault = async (scene: Scene, photo: CanaryFile, staffToken: string | undefined): Promise<void> => {
  const { url, owner, stranger, conversation, report } = scene;
  const document = await owner.client.identityDocuments.create({
    conversationId: conversation.id,
    documentType: 'certificate',
    file: photo.blob,
  });
  const look = `${url}/v1/identity-documents/${document.id}/content?reason=verify`;
  report((await statusOf(look)) === 401, 'an identity document is refused to somebody without a token');
  report((await statusOf(look, stranger.token)) >= 400, 'an identity document is refused to a stranger');
  report((await statusOf(look, owner.token)) >= 400, 'an identity document is not handed back to its sender');
  report((await statusOf(contentOf(url, document), owner.token)) === 404, 'an identity document is no attachment');
  if (staffToken === undefined) return;
  const answer = await fetch(look, { headers: { authorization: `Bearer ${staffToken}` } });
  await answer.body?.cancel();
  const isKeptNowhere = answer.headers.get('cache-control')?.includes('no-store') === true;
  report(
    answer.status === 403 || isKeptNowhere,
    'an identity document is shown to verifiers alone, to be kept nowhere',
  );
};
