/** The routes that operators and their tools ask: alive, ready, metrics, and the documents of the contract. */
import express, { type Router } from 'express';
import type { Registry } from 'prom-client';
import { type Part, readiness } from './readiness.ts';

export interface ServedDocuments {
  readonly openApi: object;
  /** Names the address of its server, and cannot leave it to be relative. */
  readonly asyncApi: (serverUrl: string) => object;
}

/** A name, an address in brackets or not, and a port: nothing else is repeated to whoever asks. */
const HOST = /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/;
const DEFAULT_HOST = 'localhost:3000';

export interface HealthDeps {
  readonly parts: readonly Part[];
  readonly isDraining: () => boolean;
  readonly registry: Registry;
  readonly documents: ServedDocuments;
  readonly documentationPage: string;
}

export const healthRoutes = (deps: HealthDeps): Router => {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const report = await readiness(deps.parts, deps.isDraining());
    response
      .status(report.ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(report);
  });
  router.get('/metrics', async (_request, response) => {
    response.type(deps.registry.contentType).send(await deps.registry.metrics());
  });
  router.get('/openapi.json', (_request, response) => response.json(deps.documents.openApi));
  router.get('/asyncapi.json', (request, response) => {
    const host = HOST.test(request.host ?? '') ? request.host : DEFAULT_HOST;
    // It depends on who asks.
    response.set('Cache-Control', 'no-store').json(deps.documents.asyncApi(`${request.protocol}://${host}`));
  });
  router.get('/docs', (_request, response) => {
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
    response.type('html').send(deps.documentationPage);
  });
  return router;
};
