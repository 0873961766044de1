/** The privacy policy for somebody who is nobody yet: asked for without a token, so that no visitor is made before consent. */
import { type Policy, SenimError } from '@senim/client';
import type { Locale } from './parts/index.ts';

/** Rejects with `network/unreachable` or `server/unexpected`. */
export const readPolicy = async (url: string, locale: Locale): Promise<Policy> => {
  const address = new URL('/v1/policy', url);
  address.searchParams.set('locale', locale);
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'omit' });
  } catch (cause) {
    throw new SenimError('network/unreachable', 'unable to read the policy; the server was not reached', { cause });
  }
  if (!response.ok)
    throw new SenimError('server/unexpected', `unable to read the policy; the answer was ${response.status}`);
  return (await response.json()) as Policy;
};
