/** Reads what a token says of itself. Not checked: the server does that. */

export interface TokenClaims {
  readonly subject: string;
  /** Known at once for visitors and agents; a site's own token names its user by the site's id. */
  readonly principalId: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The audience of tokens that the server itself made. */
const OWN_AUDIENCE = 'senim:own';

/** Letters beyond ASCII come out garbled, the same way each time: subjects are only compared. */
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));

export const readTokenClaims = (token: string): TokenClaims => {
  let claims: Record<string, unknown> = {};
  try {
    claims = decode(token.split('.')[1] ?? '');
  } catch {
    // Not a JWT: the server will say so.
  }
  const { sub = token, aud, exp = Number.POSITIVE_INFINITY } = claims;
  const subject = String(sub);
  return { subject, principalId: aud === OWN_AUDIENCE ? subject : undefined, expiresAt: Number(exp) * 1_000 };
};
