/** A photo sent while the malware scanner is down: everyone sees that it is being checked, and then the photo. */
import { type Attachment, type Conversation, type Message, SenimClient, SenimError } from '@senim/client';
import { expect } from 'chai';
import { eicar } from '../../support/eicar.ts';
import { requireTool } from '../../support/installed-tool.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testClamd } from '../../support/services/clamd.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { cuttableProxy } from '../sdk/cuttable-proxy.ts';
import { connectClient, listen } from '../sdk/people.ts';

/** What became of attachments, as a listener hears it. */
const listenToAttachments = (conversation: Conversation): Attachment[] => {
  const heard: Attachment[] = [];
  conversation.on('attachment', (attachment) => heard.push(attachment));
  return heard;
};

const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'no error',
    (error: unknown) => (error instanceof SenimError ? error.code : error),
  );

const readiness = async (url: string): Promise<{ ready: boolean; parts: Record<string, object> }> =>
  (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; parts: Record<string, object> };

const metric = async (url: string, line: string): Promise<boolean> =>
  (await (await fetch(`${url}/metrics`)).text()).split('\n').includes(line);

describe('a file sent while the malware scanner is down', function () {
  this.timeout(120_000);

  it('is seen as being checked by all, then as what it is, also by those who were away', async function () {
    requireTool(this, 'clamd');
    await using clamd = await testClamd({ isStarted: false });
    await using server = await testServer({ settings: { CLAMD_URL: clamd.url, SENIM_LOG_LEVEL: 'silent' } });
    await using proxy = await cuttableProxy(server.url);
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const { token } = await server.createAgent('agent');
    await using carol = new SenimClient({ url: proxy.url, token: async () => token });
    await carol.connect();
    const inbox = bob.conversations.get(conversation.id);
    const heardByBob = listen(inbox);
    const newsForBob = listenToAttachments(inbox);
    const newsForAlice = listenToAttachments(conversation);
    const inboxOfCarol = carol.conversations.get(conversation.id);
    const heardByCarol = listen(inboxOfCarol);
    const changedForCarol: Message[] = [];
    inboxOfCarol.on('messageChanged', (message) => changedForCarol.push(message));
    await conversation.send('Here it comes');
    await waitUntil('Carol follows', () => heardByCarol.length === 1);
    const photo = new Blob([Uint8Array.from(await phonePhoto())], { type: 'image/jpeg' });

    const sent = await conversation.sendPhoto(photo, { text: 'Look' });
    const infected = await conversation.sendFile(new Blob([Uint8Array.from(eicar())], { type: 'text/plain' }), {
      name: 'notes.txt',
    });
    await waitUntil('Bob has both', () => heardByBob.length === 3);
    await waitUntil('Carol has both', () => heardByCarol.length === 3);
    const [checking] = heardByBob[1]?.attachments ?? [];
    const [refused] = infected.attachments;
    if (!checking || !refused) throw new Error('no attachment');

    expect(sent.attachments[0]).to.deep.equal(checking);
    expect(checking).to.include({ kind: 'photo', status: 'checking' });
    expect(await codeOf(bob.attachments.content(checking.id))).to.equal('attachment/not-available');
    expect((await readiness(server.url)).parts['malware-scanner']).to.include({ kind: 'external', up: false });
    expect((await readiness(server.url)).ready, 'chat goes on').to.equal(true);
    expect(await metric(server.url, 'senim_uploads_held 2')).to.equal(true);
    expect(await metric(server.url, 'senim_malware_scans_total{verdict="unreachable"} 2')).to.equal(true);

    proxy.cut();
    await clamd.start();
    await waitUntil('Bob knows of both', () => newsForBob.length === 2);
    await waitUntil('Alice knows of both', () => newsForAlice.length >= 2);
    proxy.mend();
    await waitUntil('Carol, who was away, knows of both', () => changedForCarol.length === 2, 30_000);

    const ofBoth = (attachments: readonly Attachment[]) =>
      [checking.id, refused.id].map((id) => attachments.find((each) => each.id === id && each.status !== 'checking'));
    const [available, rejected] = ofBoth(newsForBob);
    expect(available).to.include({ status: 'available', width: 480, height: 640 });
    expect(available?.receipt?.removed).to.include('location');
    expect(rejected).to.include({ status: 'rejected', rejectedFor: 'infected', name: 'notes.txt' });
    expect(ofBoth(newsForAlice)).to.deep.equal([available, rejected]);
    expect(ofBoth(changedForCarol.flatMap(({ attachments }) => attachments))).to.deep.equal([available, rejected]);
    expect((await bob.attachments.content(checking.id)).size).to.equal(available?.bytes);
    expect(await codeOf(bob.attachments.content(refused.id))).to.equal('attachment/not-available');
    const page = await inbox.messages();
    expect(ofBoth(page.flatMap(({ attachments }) => attachments))).to.deep.equal([available, rejected]);
    expect((await readiness(server.url)).parts['malware-scanner']).to.include({ up: true });
    expect(await metric(server.url, 'senim_uploads_held 0')).to.equal(true);
  });

  it('is refused at once when the scanner is there, and not scanned where there is none, which is said', async function () {
    requireTool(this, 'clamd');
    await using clamd = await testClamd();
    await using server = await testServer({ settings: { CLAMD_URL: clamd.url } });
    await using without = await testServer();
    const send = async (to: typeof server): Promise<unknown> => {
      await using alice = await connectClient(to, await to.createVisitor());
      const conversation = await alice.conversations.open({ kind: 'support' });
      return await codeOf(conversation.sendFile(new Blob([Uint8Array.from(eicar())]), { name: 'a.txt' }));
    };

    expect(await send(server)).to.equal('attachment/infected');
    expect(await send(without)).to.equal('no error');
    expect((await readiness(without.url)).parts['malware-scanner']).to.include({ kind: 'none' });
  });
});
