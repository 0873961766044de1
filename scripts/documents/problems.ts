/** docs/problems.md: the catalogue of problems, and which operations answer with each. */
import {
  type CommandDefinition,
  commands,
  commonProblems,
  type ProblemCode,
  problemCatalogue,
  type RouteDefinition,
  routes,
} from '@senim/contract';
import { page, table } from './markdown.ts';

const isCommon = (code: ProblemCode): boolean => (commonProblems as readonly ProblemCode[]).includes(code);

const answeredBy = (code: ProblemCode): string => {
  if (isCommon(code)) return 'any operation';
  const ofCommands = Object.values<CommandDefinition>(commands)
    .filter(({ problems }) => problems.includes(code))
    .map(({ name }) => `\`${name}\``);
  const ofRoutes = Object.values<RouteDefinition>(routes)
    .filter(({ problems }) => problems.includes(code))
    .map(({ method, path }) => `\`${method.toUpperCase()} ${path}\``);
  return [...ofCommands, ...ofRoutes].join(', ');
};

export const problemsDocument = (): string =>
  page(
    'Problems',
    'Every refusal has one shape on every channel (RFC 9457): `application/problem+json` over HTTP, the member `problem` of an\n' +
      'acknowledgement over Socket.IO. Its `code` is stable; its words are not. “Again” says whether the same request may\n' +
      'succeed later without a change; `retryAfterMs` then says when.',
    table(
      ['Code', 'Status', 'Title', 'Again', 'Answered by'],
      Object.entries(problemCatalogue).map(([code, { status, title, retryable }]) => [
        `\`${code}\``,
        String(status),
        title,
        retryable ? 'yes' : '',
        answeredBy(code as ProblemCode),
      ]),
    ),
  );
