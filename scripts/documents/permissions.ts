/** docs/permissions.md: which kind of caller may use which operation at all. */
import {
  agentRoles,
  type Caller,
  type CommandDefinition,
  commands,
  type Processing,
  type RouteDefinition,
  routes,
} from '@senim/contract';
import { page, table } from './markdown.ts';

const CALLERS: readonly Caller[] = ['visitor', 'user', ...agentRoles];

interface Operation {
  readonly title: string;
  readonly callers: 'public' | readonly Caller[];
  readonly processing: Processing;
}

const operations = (): Operation[] => [
  ...Object.values<CommandDefinition>(commands).map((command) => ({ ...command, title: `\`${command.name}\`` })),
  ...Object.values<RouteDefinition>(routes).map((route) => ({
    ...route,
    title: `\`${route.method.toUpperCase()} ${route.path}\``,
  })),
];

const mayUse = (caller: Caller, { callers }: Operation): boolean => callers === 'public' || callers.includes(caller);

export const permissionsDocument = (): string =>
  page(
    'Permissions',
    'What is not marked is refused with `auth/forbidden`, before anything is said about the request. A mark opens the door,\n' +
      'not every object behind it: what is not the caller’s own, or not of a conversation the caller takes part in, is “not\n' +
      'found”.',
    table(
      ['Operation', 'No token', ...CALLERS],
      operations().map((operation) => [
        operation.title,
        operation.callers === 'public' ? '✓' : '',
        ...CALLERS.map((caller) => (mayUse(caller, operation) ? '✓' : '')),
      ]),
    ),
    '## What each does with personal data',
    table(
      ['Operation', 'Does', 'For', 'Categories'],
      operations().map(({ title, processing }) => [
        title,
        processing.operation,
        processing.purpose,
        processing.categories.join(', '),
      ]),
    ),
  );
