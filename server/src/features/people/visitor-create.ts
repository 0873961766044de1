/** Use case: a visitor's token, without any personal data. */
import type { routes } from '@senim/contract';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import type { PeopleRepository } from './people-repository.ts';
import { issueToken, type TokenKeys } from './token.ts';

export interface VisitorCreateDeps {
  readonly people: PeopleRepository;
  readonly tokenKeys: TokenKeys;
  readonly clock: Clock;
}

export const visitorCreate =
  ({ people, tokenKeys, clock }: VisitorCreateDeps): RouteHandler<typeof routes.visitorCreate> =>
  async () => {
    const id = newId(clock.now());
    await people.addVisitor(id);
    return { token: await issueToken(tokenKeys, 'visitor', id), principal: { id } };
  };
