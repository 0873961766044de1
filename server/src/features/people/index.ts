/** What other features may use. */
export type { Authenticate, Authenticated } from './authenticate.ts';
export type { PeopleRepository, Person } from './people-repository.ts';
