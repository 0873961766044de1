/** One plain page that lists every route, command, event and problem, for people. */
import { commands, events, problemCatalogue, routes } from '@senim/contract';

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string);

const table = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<h2>${title}</h2><table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (row) =>
        `<tr id="${escapeHtml(row[0] ?? '')}">${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table>`;

const callersOf = (callers: 'public' | readonly string[]): string =>
  callers === 'public' ? 'everyone' : callers.join(', ');

export const documentationPage = (): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Senim API</title></head>
<body><h1>Senim API</h1>
<p>For machines: <a href="/openapi.json">OpenAPI 3.1</a> (HTTP) and <a href="/asyncapi.json">AsyncAPI 3</a> (Socket.IO).
Every command takes an acknowledgement callback and is answered with <code>{ok: true, data}</code> or
<code>{ok: false, problem}</code>; HTTP errors are <code>application/problem+json</code> of the same shape.</p>
${table(
  'Routes',
  ['Route', 'What it does', 'Open to'],
  Object.values(routes).map((route) => [
    `${route.method.toUpperCase()} ${route.path}`,
    route.summary,
    callersOf(route.callers),
  ]),
)}
${table(
  'Commands',
  ['Command', 'What it does', 'Open to'],
  Object.values(commands).map((command) => [command.name, command.summary, callersOf(command.callers)]),
)}
${table(
  'Events',
  ['Event', 'What it tells'],
  Object.values(events).map((event) => [event.name, event.summary]),
)}
${table(
  'Problems',
  ['Code', 'Status', 'Title', 'Try again?'],
  Object.entries(problemCatalogue).map(([code, entry]) => [
    code,
    String(entry.status),
    entry.title,
    entry.retryable ? 'yes, later' : 'no',
  ]),
)}
</body></html>`;
