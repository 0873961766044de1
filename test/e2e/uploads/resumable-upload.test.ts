/** A resumable upload over a real server: through CORS, and over its restart. */
import { expect } from 'chai';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { type TusTarget, tusAppend, tusAsk, tusCreate } from '../../support/tus-client.ts';

const text = Buffer.from('a plain text');

const openConversation = async (target: TusTarget): Promise<Record<string, string>> => {
  using socket = await connectStranger(target.url, target.token);
  const { conversation } = await socket.tell('conversation:open', { kind: 'support' });
  return { filename: 'notes.txt', filetype: 'text/plain', conversationId: conversation.id, kind: 'file' };
};

describe('a resumable upload', () => {
  it('is open to pages of allowed sites', async () => {
    await using server = await testServer({ settings: { SENIM_ALLOWED_ORIGINS: 'https://shop.example' } });
    const ask = (origin: string): Promise<Response> =>
      fetch(`${server.url}/v1/uploads`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PATCH' },
      });

    const allowed = await ask('https://shop.example');
    expect(allowed.headers.get('access-control-allow-methods')).to.include('PATCH');
    for (const header of ['Tus-Resumable', 'Upload-Offset', 'Upload-Length', 'Upload-Metadata']) {
      expect(allowed.headers.get('access-control-allow-headers')).to.include(header);
    }
    expect((await ask('https://evil.example')).status).to.equal(403);
    const { headers } = await fetch(`${server.url}/v1/uploads`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    });
    expect(headers.get('tus-extension')).to.include('creation-with-upload');
    expect(headers.get('access-control-expose-headers')).to.include('Upload-Offset').and.to.include('Location');
  });

  it('begins anew when its server has restarted', async function () {
    this.timeout(60_000);
    await using server = await testServer();
    const { token } = await server.createVisitor();
    const target = { url: server.url, token };
    const metadata = await openConversation(target);
    const other = await testServer({ besides: server });
    const path = (await tusCreate({ url: other.url, token }, text.length, metadata)).headers.get('location') ?? '';
    await tusAppend({ url: other.url, token }, path, 0, text.subarray(0, 5));

    await other[Symbol.asyncDispose]();

    // The other process is gone; the one that answers now never knew of it.
    expect((await tusAsk(target, 'GET', path)).status).to.equal(404);
    expect((await tusAsk(target, 'HEAD', path)).status).to.equal(404);
    const anew = (await tusCreate(target, text.length, metadata)).headers.get('location') ?? '';
    const done = await tusAppend(target, anew, 0, text);
    expect(done.status).to.equal(200);
    const { rows } = await server.database.pool.query('select is_settled from upload_place');
    expect(rows).to.deep.equal([{ is_settled: true }]);
  });
});
