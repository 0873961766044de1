/** The AsyncAPI document is valid and complete, and its schemas take what the contract takes. */
import specification from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { commands, events } from '@senim/contract';
import { createAsyncApi } from '@senim/contract/documents';
import { Ajv } from 'ajv';
import { expect } from 'chai';

// biome-ignore lint/suspicious/noExplicitAny: a document of a hundred shapes
const document = createAsyncApi({ version: '1.2.3', serverUrl: 'https://chat.example/support' }) as any;

const CONVERSATION = '0195f2f0-0000-7000-8000-000000000001';

const follow = (reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce((place, name) => place?.[name], document);

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [member] : referencesIn(member)));
};

/** A check of one message's payload. */
const payloadCheck = (key: string) => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const check = ajv.compile({ $ref: `document#/channels/connection/messages/${key}/payload` });
  return (value: unknown): boolean => check(value) as boolean;
};

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const check = ajv.compile(specification);
    check(document);

    expect(check.errors ?? []).to.deep.equal([]);
  });

  it('has nothing behind a reference that leads nowhere', () => {
    for (const reference of referencesIn(document)) expect(follow(reference), reference).to.be.an('object');
  });

  it('has every command with its acknowledgement, and every event', () => {
    for (const name of Object.keys(commands)) {
      const operation = document.operations[name.replace(':', '-')];
      expect(operation?.action, name).to.equal('receive');
      expect(operation?.reply?.messages, name).to.have.lengthOf(1);
    }
    for (const name of Object.keys(events)) {
      expect(document.operations[name.replace(':', '-')]?.action, name).to.equal('send');
    }
  });

  it('takes what the contract takes, and refuses what it refuses', () => {
    const takes = payloadCheck('message-list');

    expect(takes({ conversationId: CONVERSATION }), 'a default may be left out').to.equal(true);
    expect(takes({ conversationId: CONVERSATION, limit: 0 })).to.equal(false);
    expect(takes({ conversationId: CONVERSATION, colour: 'red' }), 'an unknown member').to.equal(false);
  });

  it('allows an answer to have members that are not known yet', () => {
    const takes = payloadCheck('message-list-ack');

    expect(takes({ ok: true, data: { messages: [], more: 1 }, later: true })).to.equal(true);
    expect(takes({ ok: false, problem: { code: 'conversation/not-found' } }), 'half a problem').to.equal(false);
  });

  it('says where the server is', () => {
    expect(document.servers.socket).to.deep.include({ host: 'chat.example', pathname: '/support', protocol: 'wss' });
  });
});
