/** What other features may use. */
export type { PeopleRepository, Person } from './people-repository.ts';
