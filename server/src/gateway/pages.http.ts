/** Serves the built pages: the widget's script, the demo page and the console, each under a strict policy. */
import { fileURLToPath } from 'node:url';
import express, { type Response, type Router } from 'express';

const DIST = {
  widget: new URL('../../../client-sdk/widget/dist/', import.meta.url),
  console: new URL('../../console/dist/', import.meta.url),
  demo: new URL('../../demo/dist/', import.meta.url),
};

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const pageHeaders = (response: Response): void => {
  response.set('Content-Security-Policy', PAGE_POLICY);
  // Asked for again each time, answered with 304 unless it changed: a new version is there at once.
  response.set('Cache-Control', 'no-cache');
};

export const pages = (): Router => {
  const router = express.Router({ caseSensitive: true, strict: true });
  const options = { setHeaders: pageHeaders, etag: true, lastModified: false, dotfiles: 'ignore' as const };
  router.get('/widget.js', (_request, response, next) => {
    pageHeaders(response);
    response.set('Access-Control-Allow-Origin', '*');
    response.sendFile(fileURLToPath(new URL('widget.js', DIST.widget)), { cacheControl: false }, next);
  });
  // The widget's parts, loaded when the chat is opened; their names carry a hash of their content.
  const parts = express.static(fileURLToPath(new URL('widget/', DIST.widget)), {
    setHeaders: (response: Response) => response.set('Access-Control-Allow-Origin', '*'),
    immutable: true,
    maxAge: '365d',
    index: false,
    redirect: false,
  });
  router.use('/widget', parts);
  for (const name of ['demo', 'console'] as const) {
    router.get(`/${name}`, (_request, response, next) => {
      pageHeaders(response);
      response.sendFile(fileURLToPath(new URL('index.html', DIST[name])), { cacheControl: false }, next);
    });
    router.use(`/${name}`, express.static(fileURLToPath(DIST[name]), { ...options, index: false, redirect: false }));
  }
  router.get('/', (_request, response) => response.redirect(302, '/demo'));
  return router;
};
