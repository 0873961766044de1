/** `npm start`: brings the web pages up to date, then becomes the server, so that signals reach it directly. */
import { existsSync } from 'node:fs';
import { ensureWeb } from './ensure-web.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
await ensureWeb(process.env['SENIM_ENV'] === 'production' ? 'production' : 'development');
await import('../server/src/main.ts');
