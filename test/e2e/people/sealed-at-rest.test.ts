/** A dump of the database and a search through the data folder show no word and no name. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { findInFolder } from '../../support/folder-grep.ts';
import { call } from '../../support/http-call.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';

const SECRET = Buffer.from('a secret of thirty-two characters');

const PERSON = {
  sub: 'customer-8812-qyzmet',
  name: 'Айгерім Сәрсенбаева',
  email: 'aigerim.sarsenbayeva@example.kz',
  phone: '+77015550199',
};
const WORDS = {
  text: 'my flat is at Abai avenue 52',
  topic: 'the lost parcel',
  edited: 'my flat is at Satpayev street 9',
};

/** Every row of every table, as text. */
const dump = async ({ database }: TestServer): Promise<string> => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const parts = await Promise.all(
    rows.map(async ({ name }) => {
      const table = await database.pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      return table.rows.map(({ row }) => row).join('\n');
    }),
  );
  return parts.join('\n');
};

/** How a value looks in the text of a bytea column. */
const asHex = (text: string): string => Buffer.from(text).toString('hex');

describe('words and names at rest', () => {
  it('are nowhere in the database or the data folder, yet in the export of the person they belong to', async () => {
    await using server = await testServer();
    const token = await new SignJWT(PERSON)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('senim')
      .setExpirationTime('5m')
      .sign(SECRET);
    const { version } = await call(server.url, 'GET', '/v1/policy');
    await call(server.url, 'POST', '/v1/consents', { token, body: { policyVersion: version, purposes: ['service'] } });
    using user = await connectStranger(server.url, token);
    const { conversation } = await user.tell('conversation:open', { kind: 'support', topic: WORDS.topic });
    const conversationId = conversation.id;
    const { message } = await user.tell('message:send', {
      conversationId,
      clientMessageId: randomUUID(),
      text: WORDS.text,
    });
    await user.tell('message:edit', { conversationId, messageId: message.id, text: WORDS.edited });

    const secrets = [...Object.values(PERSON), ...Object.values(WORDS)];
    const rows = await dump(server);
    expect(rows).to.include(message.id);
    expect(secrets.filter((secret) => rows.includes(secret) || rows.includes(asHex(secret)))).to.deep.equal([]);
    expect(await findInFolder(server.dataFolder, secrets)).to.deep.equal([]);

    const held = await call(server.url, 'GET', '/v1/me/export', { token });
    expect(held.principal.profile).to.include({ name: PERSON.name, email: PERSON.email, phone: PERSON.phone });
    expect(held.conversations[0].topic).to.equal(WORDS.topic);
    expect(held.conversations[0].messages[0].text).to.equal(WORDS.edited);
    expect(held.consents[0].purposes).to.deep.equal(['service']);
  });
});
