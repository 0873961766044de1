/** The baseline: multer's own disk storage, which counts nothing, looks at nothing and seals nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import multer from 'multer';
import { answerParent } from './child.ts';

const app = express();
app.get('/healthz', (_request, response) => {
  response.json({ ok: true });
});
app.post('/v1/attachments', (request, response, next) => {
  multer({ dest: process.env['UPLOAD_FOLDER'] as string }).single('file')(request, response, (error: unknown) => {
    if (error) next(error);
    else response.status(201).json({ bytes: request.file?.size });
  });
});
const http = createServer(app);

answerParent(
  () =>
    new Promise((resolve) => {
      http.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
    }),
);
