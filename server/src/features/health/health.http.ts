/** The routes that operators and their tools ask: alive, ready, metrics, and the documents of the contract. */
import express, { type Router } from 'express';
import type { Registry } from 'prom-client';
import { type Part, readiness } from './readiness.ts';

export interface HealthDeps {
  readonly parts: readonly Part[];
  readonly isDraining: () => boolean;
  readonly registry: Registry;
  /** Served as they are. */
  readonly documents: { readonly openApi: object; readonly asyncApi: object };
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
  router.get('/asyncapi.json', (_request, response) => response.json(deps.documents.asyncApi));
  router.get('/docs', (_request, response) => {
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'");
    response.type('html').send(deps.documentationPage);
  });
  return router;
};
