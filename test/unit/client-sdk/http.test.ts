/** Requests and uploads over HTTP, against a server that keeps what it got. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import type { UploadProgress } from '../../../client-sdk/src/attachments/upload-options.ts';
import type { SenimError } from '../../../client-sdk/src/errors/senim-error.ts';
import { SenimClient } from '../../../client-sdk/src/senim-client.ts';
import { problem, tokenOf } from './fake-server.ts';

interface Got {
  readonly path: string;
  readonly token: string;
  readonly body: string;
}

type Answer = readonly [status: number, body: unknown];

const answer = (response: ServerResponse, [status, body]: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const read = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
};

describe('client-sdk: HTTP', () => {
  let server: Server;
  let client: SenimClient;
  let got: Got[] = [];
  let answers: Answer[] = [];

  beforeEach(async () => {
    got = [];
    server = createServer((request, response) => {
      void read(request).then((body) => {
        const token = JSON.parse(
          Buffer.from(request.headers.authorization?.split('.')[1] ?? '', 'base64url').toString(),
        );
        got.push({ path: request.url ?? '', token: token.jti, body });
        answer(response, answers.shift() ?? [404, 'what?']);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    let asked = 0;
    client = new SenimClient({
      url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`,
      token: async () => {
        asked += 1;
        return tokenOf({ sub: 'alice', jti: asked });
      },
    });
  });

  afterEach(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  it('sends the fields of a form before its file, and tells how far it is', async () => {
    answers = [[201, { id: 'a', status: 'available' }]];
    const told: UploadProgress[] = [];
    const file = new File(['x'.repeat(200_000)], 'a "quoted"\r\nname.txt', { type: 'text/plain' });

    const attachment = await client.attachments.upload('c', 'file', file, {
      onProgress: (progress) => told.push(progress),
    });

    expect(attachment).to.deep.equal({ id: 'a', status: 'available' });
    const body = got[0]?.body ?? '';
    const names = [...body.matchAll(/; name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).to.deep.equal(['conversationId', 'kind', 'file']);
    expect(body).to.include('filename="a %22quoted%22%0D%0Aname.txt"\r\nContent-Type: text/plain\r\n\r\nxxx');
    expect(told[0]).to.deep.equal({ sent: 0, total: 200_000, fraction: 0, phase: 'sending' });
    expect(told.slice(-2).map(({ sent, phase }) => [sent, phase])).to.deep.equal([
      [200_000, 'checking'],
      [200_000, 'done'],
    ]);
  });

  it('fetches a fresh token when the last one has expired, and sends the whole upload again', async () => {
    answers = [
      [401, problem('auth/token-expired')],
      [201, { id: 'a' }],
    ];

    await client.attachments.upload('c', 'photo', new Blob(['picture']));

    expect(got.map(({ token }) => token)).to.deep.equal([1, 2]);
    expect(got.map(({ body }) => body.includes('picture'))).to.deep.equal([true, true]);
  });

  it('makes an error of a problem, and another one of a page that is none', async () => {
    answers = [
      [429, problem('rate/limited', { retryable: true, retryAfterMs: 1_500, status: 429 })],
      [502, 'Bad gateway'],
    ];
    const ask = () =>
      client.export().then(
        () => undefined,
        ({ code, isRetryable, retryAfterMs }: SenimError) => [code, isRetryable, retryAfterMs],
      );

    expect(await ask()).to.deep.equal(['rate/limited', true, 1_500]);
    expect(await ask()).to.deep.equal(['server/unexpected', false, undefined]);
  });

  it('escapes ids and reasons in addresses', async () => {
    answers = [[404, problem('identity-document/not-found')]];

    await client.identityDocuments.content('a/../b', { reason: 'Name & date' }).catch(() => undefined);

    expect(got[0]?.path).to.equal('/v1/identity-documents/a%2F..%2Fb/content?reason=Name+%26+date');
  });

  it('waits until an attachment has been checked when it is to be opened', async () => {
    answers = [
      [200, { id: 'a', status: 'checking' }],
      [200, { id: 'a', status: 'rejected' }],
    ];

    const error = await client.attachments
      .whenAvailable({ id: 'a', status: 'checking' } as Attachment)
      .catch((reason: unknown) => reason);

    expect(error).to.include({ code: 'attachment/not-available' });
    expect(got.map(({ path }) => path)).to.deep.equal(['/v1/attachments/a', '/v1/attachments/a']);
  });
});
