/** The OpenAPI document is valid and complete. */
import { problemCatalogue, routes } from '@senim/contract';
import { createOpenApi } from '@senim/contract/documents';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';

// biome-ignore lint/suspicious/noExplicitAny: a document of a hundred shapes
const document = createOpenApi({ version: '1.2.3', serverUrl: 'https://chat.example' }) as any;

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));

    expect(errors ?? []).to.deep.equal([]);
    expect(valid).to.equal(true);
    expect(validator.version).to.equal('3.1');
  });

  it('has every route of the contract, with its answer and its problems', () => {
    for (const { name, method, path, response, problems } of Object.values(routes)) {
      const operation = document.paths[path]?.[method];
      const answers = Object.keys(operation?.responses ?? {});

      expect(operation?.operationId, path).to.equal(name);
      expect(answers, name).to.include(String(response.status));
      for (const code of problems) expect(answers, code).to.include(String(problemCatalogue[code].status));
    }
  });

  it('names every parameter of a path', () => {
    for (const [path, item] of Object.entries<object>(document.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(item)) {
        const found = parameters.filter((parameter: { in: string }) => parameter.in === 'path');
        expect(
          found.map(({ name }: { name: string }) => name),
          path,
        ).to.have.members(wanted);
        for (const { required } of found) expect(required, path).to.equal(true);
      }
    }
  });

  it('asks for a token everywhere but on public routes', () => {
    for (const { method, path, callers } of Object.values(routes)) {
      const expected = callers === 'public' ? [] : [{ bearer: [] }];
      expect(document.paths[path][method].security, path).to.deep.equal(expected);
    }
  });

  it('shows a file as a binary part', () => {
    const { schema } = document.paths['/v1/attachments'].post.requestBody.content['multipart/form-data'];

    expect(schema.properties.file).to.deep.include({ type: 'string', format: 'binary' });
    expect(schema.required).to.include.members(['file', 'conversationId', 'kind']);
  });

  it('answers refusals as problems', () => {
    for (const item of Object.values<object>(document.paths)) {
      for (const { responses } of Object.values(item)) {
        for (const [status, { content }] of Object.entries<{ content: object }>(responses)) {
          if (Number(status) >= 400) expect(Object.keys(content)).to.deep.equal(['application/problem+json']);
        }
      }
    }
  });
});
