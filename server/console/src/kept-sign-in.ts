/** The agent's sign-in, kept for this tab only. */
import type { SignedInAgent } from '@senim/client';

const KEY = 'senim sign-in';

export const readSignIn = (): SignedInAgent | undefined => {
  try {
    return (JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as SignedInAgent | null) ?? undefined;
  } catch {
    return undefined;
  }
};

export const keepSignIn = (agent: SignedInAgent | undefined): void => {
  try {
    if (agent) sessionStorage.setItem(KEY, JSON.stringify(agent));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Kept until the page is left.
  }
};
