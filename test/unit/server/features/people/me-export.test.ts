/** The export of what is held about the caller: complete, valid by the contract, and made page by page. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Conversation, type Message, routes } from '@senim/contract';
import { expect } from 'chai';
import express from 'express';
import { meExportHandler } from '../../../../../server/src/features/people/me-export.http.ts';
import { type MeExportDeps, meExport } from '../../../../../server/src/features/people/me-export.ts';

const AT = '2026-11-24T00:00:00.000Z';
const principal = { id: randomUUID(), kind: 'user' as const, roles: [] };

const message = (conversationId: string, seq: number): Message => ({
  id: randomUUID(),
  conversationId,
  seq,
  clientMessageId: randomUUID(),
  authorId: principal.id,
  authorKind: 'user',
  text: `"words" ${seq} \u2028`,
  attachments: [],
  revision: 0,
  createdAt: AT,
});

const conversation = (kind: 'support' | 'direct', headSeq: number): Conversation => ({
  id: randomUUID(),
  kind,
  status: 'open',
  headSeq,
  revision: 0,
  participants: [{ id: principal.id, kind: 'user', readSeq: 0, deliveredSeq: 0, online: false }],
  createdAt: AT,
  lastActivityAt: AT,
});

const arrange = (headSeqs: readonly number[]) => {
  const conversations = headSeqs.map((headSeq, index) => conversation(index % 2 ? 'direct' : 'support', headSeq));
  const messages = new Map(
    conversations.map(({ id, headSeq }) => [id, Array.from({ length: headSeq }, (_, index) => message(id, index + 1))]),
  );
  const seen = { largestPage: 0, audited: 0, failAt: Number.POSITIVE_INFINITY };
  const deps: MeExportDeps = {
    people: {
      findPeople: async () => [
        { id: principal.id, kind: 'user', profile: { name: 'Әлия', email: 'a@b.kz' }, createdAt: new Date(AT) },
      ],
    },
    consents: { listOf: async () => [] },
    identityDocumentsOf: async () => [],
    conversations: {
      idsOfParticipant: async () => conversations.map(({ id }) => id),
      findViews: async (ids) => conversations.filter(({ id }) => ids.includes(id)),
    },
    listMessages: async (_, id, after, limit) => {
      if (after >= seen.failAt) throw new Error('the database is gone');
      seen.largestPage = Math.max(seen.largestPage, limit);
      return (messages.get(id) ?? []).filter(({ seq }) => seq > after).slice(0, limit);
    },
    audit: {
      append: async () => {
        seen.audited += 1;
      },
    },
    clock: { now: () => Date.parse(AT) },
  };
  return { deps, conversations, messages, seen };
};

const documentOf = async (deps: MeExportDeps): Promise<unknown> => {
  let text = '';
  for await (const piece of meExport(deps)(principal, 'trace')) text += piece;
  return JSON.parse(text);
};

const serve = async (deps: MeExportDeps) => {
  const app = express();
  app.get('/', (request, response) => meExportHandler(meExport(deps))(request, response, { principal, traceId: 't' }));
  const server = createServer(app).listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

describe('meExport', () => {
  for (const headSeqs of [[], [0], [1], [99, 100, 101], [250, 0, 3], Array.from({ length: 45 }, () => 2)]) {
    it(`holds every message of ${headSeqs.length} conversations of ${headSeqs.slice(0, 3).join(', ') || 'none'} …`, async () => {
      const { deps, conversations, messages, seen } = arrange(headSeqs);
      const document = routes.meExport.response.schema.parse(await documentOf(deps));
      expect(document.conversations).to.deep.equal(
        conversations.map((each) => ({ ...each, messages: messages.get(each.id) })),
      );
      expect(document.principal.profile).to.deep.equal({ name: 'Әлия', email: 'a@b.kz' });
      expect(seen.largestPage).to.be.at.most(100);
      expect(seen.audited).to.equal(1);
    });
  }

  it('is sent whole over HTTP, and not to be kept by caches', async () => {
    const { deps } = arrange([1_000, 5]);
    await using server = await serve(deps);
    const response = await fetch(server.url);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(routes.meExport.response.schema.parse(await response.json()).conversations[0]?.messages).to.have.length(
      1_000,
    );
  });

  it('breaks off when it cannot be finished, so that no part is taken for the whole', async () => {
    const { deps, seen } = arrange([2_000]);
    seen.failAt = 1_500;
    await using server = await serve(deps);
    const [result] = await Promise.allSettled([fetch(server.url).then((response) => response.text())]);
    expect(result?.status).to.equal('rejected');
  });
});
