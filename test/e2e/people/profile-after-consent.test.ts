/** What a site says of its users is kept when they have consented, and not a moment earlier. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { call } from '../../support/http-call.ts';
import { giveConsent } from '../../support/people.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';

const SECRET = Buffer.from('a secret of thirty-two characters');
const MIGRATION = new URL(
  '../../../server/src/platform/postgres/migrations/0020-profiles-after-consent.sql',
  import.meta.url,
);

const tokenOf = (claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setAudience('senim').setExpirationTime('5m').sign(SECRET);

describe('a signed user’s profile', function () {
  this.timeout(60_000);
  let server: TestServer;
  before(async () => {
    server = await testServer();
  });
  after(() => server[Symbol.asyncDispose]());

  const exported = async (token: string) => (await call(server.url, 'GET', '/v1/me/export', { token })).principal;
  const keptOf = async (id: string) => {
    const { rows: profiles } = await server.database.pool.query(
      'select id from principal where id = $1 and profile_sealed is not null',
      [id],
    );
    const { rows: keys } = await server.database.pool.query('select id from keys.data_key where principal_id = $1', [
      id,
    ]);
    return { profiles: profiles.length, keys: keys.length };
  };

  it('is kept with the consent, not with the connection', async () => {
    const token = await tokenOf({ sub: 'asel', name: 'Әсел', email: 'asel@site.kz' });
    using user = await connectStranger(server.url, token);
    const { id, profile } = await exported(token);
    expect(profile).to.deep.equal({});
    expect(await keptOf(id)).to.deep.equal({ profiles: 0, keys: 0 });

    await giveConsent(server.url, token);

    const { conversation } = await user.tell('conversation:open', { kind: 'support' });
    expect(conversation.participants[0].name).to.equal('Әсел');
    expect((await exported(token)).profile).to.deep.equal({ name: 'Әсел', email: 'asel@site.kz', subject: 'asel' });
    expect(await keptOf(id)).to.include({ profiles: 1 });
  });

  it('is not kept with a consent that leaves out what is required', async () => {
    const token = await tokenOf({ sub: 'berik', name: 'Берік' });
    const { id } = await exported(token);

    await giveConsent(server.url, token, ['photo']).catch(() => undefined);

    expect(await keptOf(id)).to.deep.equal({ profiles: 0, keys: 0 });
  });

  it('is brought up to date by later tokens', async () => {
    await giveConsent(server.url, await tokenOf({ sub: 'dana', name: 'Дана' }));

    const later = await tokenOf({ sub: 'dana', name: 'Дана К.' });

    expect((await exported(later)).profile).to.deep.equal({ name: 'Дана К.', subject: 'dana' });
  });

  it('that was kept without consent is destroyed by the migration, with its key; others stay', async () => {
    const asked = await tokenOf({ sub: 'gulnar', name: 'Гүлнар' });
    await giveConsent(server.url, asked);
    const unasked = await exported(await tokenOf({ sub: 'yerlan', name: 'Ерлан' }));
    const { pool } = server.database;
    const key = 'f0000000-0000-4000-8000-000000000001';
    await pool.query(
      `insert into keys.data_key (id, scope, principal_id, wrapped, wrapped_by)
       select $1, 'person', $2, wrapped, wrapped_by from keys.data_key limit 1`,
      [key, unasked.id],
    );
    const stored = `update principal set profile_sealed = '\\x00', profile_key_id = $1 where id = $2`;
    await pool.query(stored, [key, unasked.id]);

    await pool.query(await readFile(MIGRATION, 'utf8'));

    expect(await keptOf(unasked.id)).to.deep.equal({ profiles: 0, keys: 0 });
    expect((await exported(asked)).profile).to.deep.equal({ name: 'Гүлнар', subject: 'gulnar' });
  });
});
