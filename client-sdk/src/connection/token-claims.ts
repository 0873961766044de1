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

const decode = (part: string): Record<string, unknown> => {
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};

export const readTokenClaims = (token: string): TokenClaims => {
  try {
    const { sub, aud, exp } = decode(token.split('.')[1] ?? '');
    const subject = typeof sub === 'string' ? sub : token;
    return {
      subject,
      principalId: aud === OWN_AUDIENCE ? subject : undefined,
      expiresAt: typeof exp === 'number' ? exp * 1_000 : Number.POSITIVE_INFINITY,
    };
  } catch {
    return { subject: token, principalId: undefined, expiresAt: Number.POSITIVE_INFINITY };
  }
};
