/** What every answer over HTTP has in common: problems, headers, origins, documents. */
import { expect } from 'chai';
import { testServer } from '../../support/test-server.ts';

describe('HTTP', () => {
  it('answers what cannot be read with a problem, and goes on', async () => {
    await using server = await testServer();
    const post = async (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') => {
      const response = await fetch(`${server.url}/v1/agents/sign-in`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      });
      return (await response.json()).code;
    };

    expect(await post('{')).to.equal('request/malformed');
    expect(await post('x'.repeat(100_000))).to.equal('request/too-large');
    expect(await post('{}', 'text/plain')).to.equal('request/malformed');
    expect(await post('{}')).to.equal('request/invalid');
    expect(await post(`{"email":"a@b.kz","password":"${'x'.repeat(300)}"}`)).to.equal('request/invalid');
    expect(await post('{"email":"a@b.kz","password":"wrong"}')).to.equal('auth/credentials-invalid');
    expect((await (await fetch(`${server.url}/v1/%2e%2e/x`)).json()).code).to.equal('request/unknown-operation');
    expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
  });

  it('serves what operators and programs ask for', async () => {
    await using server = await testServer();
    const json = async (path: string) => (await fetch(server.url + path)).json();

    expect((await json('/readyz')).ready).to.equal(true);
    expect((await json('/readyz')).parts['malware-scanner'].kind).to.equal('none');
    expect((await json('/openapi.json')).openapi).to.match(/^3\.1/);
    const asyncApi = await json('/asyncapi.json');
    expect(asyncApi.asyncapi).to.match(/^3\./);
    expect(`http://${asyncApi.servers.socket.host}`).to.equal(server.url);
    expect(await (await fetch(`${server.url}/metrics`)).text()).to.include('senim_connections');
    expect(await (await fetch(`${server.url}/docs`)).text()).to.include('conversation:open');
  });

  it('refuses pages of sites that are not on the list, over HTTP and in the handshake', async () => {
    await using server = await testServer({ settings: { SENIM_ALLOWED_ORIGINS: 'https://shop.example' } });
    const from = (origin: string, path = '/v1/policy') => fetch(server.url + path, { headers: { origin } });

    const allowed = await from('https://shop.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).to.deep.equal([
      200,
      'https://shop.example',
    ]);
    expect(allowed.headers.get('access-control-allow-credentials')).to.equal(null);
    expect((await from('https://evil.example')).status).to.equal(403);
    expect((await from('null')).status).to.equal(403);
    const handshake = '/socket.io/?EIO=4&transport=polling';
    expect((await from('https://shop.example', handshake)).status).to.equal(200);
    expect((await from('https://evil.example', handshake)).status).to.equal(403);
  });
});
