/** Tokens: what they say, how they are signed and checked (RFC 7519, HS256 only). */
import { writtenText } from '@senim/contract';
import { errors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { ProblemError } from '#kernel/problem-error';

/** Our own tokens, for visitors and agents. */
const OWN_AUDIENCE = 'senim:own';
/** Tokens that a site's back end signs for its users. */
const USER_AUDIENCE = 'senim';

const VISITOR_LIFETIME = '90d';
const AGENT_LIFETIME = '12h';
/** A user's token that would live longer than this is refused: sites renew them. */
const LONGEST_USER_LIFETIME_SECONDS = 86_400;
const CLOCK_TOLERANCE_SECONDS = 5;

const ownClaims = z.object({ sub: z.uuid(), kind: z.enum(['visitor', 'agent']), exp: z.number() });

/** What a site says of its user. Unknown claims are ignored. */
const userClaims = z.object({
  // Two names that differ must not become one.
  sub: z
    .string()
    .min(1)
    .max(200)
    .refine((sub) => sub.isWellFormed()),
  name: writtenText().max(200).optional(),
  email: writtenText().max(254).optional(),
  phone: writtenText().max(50).optional(),
  locale: writtenText().max(20).optional(),
  exp: z.number(),
});

export type UserClaims = z.output<typeof userClaims>;

export type Claims =
  | { readonly kind: 'visitor' | 'agent'; readonly principalId: string; readonly expiresAt: number }
  | { readonly kind: 'user'; readonly user: UserClaims; readonly expiresAt: number };

export interface TokenKeys {
  /** Signs visitors' and agents' tokens. */
  readonly own: Buffer;
  /** Checks users' tokens; undefined when the operator gave none. */
  readonly users: Buffer | undefined;
}

export const issueToken = (keys: TokenKeys, kind: 'visitor' | 'agent', principalId: string): Promise<string> =>
  new SignJWT({ kind })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(principalId)
    .setAudience(OWN_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(kind === 'visitor' ? VISITOR_LIFETIME : AGENT_LIFETIME)
    .sign(keys.own);

const verify = async (token: string, key: Buffer, audience: string): Promise<unknown> => {
  const { payload } = await jwtVerify(token, key, {
    algorithms: ['HS256'],
    audience,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['sub', 'exp'],
  });
  return payload;
};

/** Which key a token asks for. Not trusted: the audience is checked again with that key. */
const claimedAudience = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).aud;
  } catch {
    return undefined;
  }
};

const readClaims = async (token: string, keys: TokenKeys, now: number): Promise<Claims> => {
  if (claimedAudience(token) === OWN_AUDIENCE) {
    const claims = ownClaims.parse(await verify(token, keys.own, OWN_AUDIENCE));
    return { kind: claims.kind, principalId: claims.sub, expiresAt: claims.exp * 1_000 };
  }
  if (!keys.users) throw new ProblemError('auth/token-invalid', { detail: 'SENIM_AUTH_SECRET is not set' });
  const user = userClaims.parse(await verify(token, keys.users, USER_AUDIENCE));
  if (user.exp - now / 1_000 > LONGEST_USER_LIFETIME_SECONDS + CLOCK_TOLERANCE_SECONDS) {
    throw new ProblemError('auth/token-invalid', { detail: 'the token lives longer than a day' });
  }
  return { kind: 'user', user, expiresAt: user.exp * 1_000 };
};

/** What a site gets wrong that has the right key: the signature is checked before any claim is. Never what a claim says. */
const claimFault = (cause: unknown): string | undefined => {
  if (cause instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason } = cause;
    return reason === 'missing' ? `the token has no “${claim}”` : `the token’s “${claim}” is not as it has to be`;
  }
  const [issue] = cause instanceof z.ZodError ? cause.issues : [];
  return issue && `the token’s “${issue.path.join('.')}” is not as it has to be: ${issue.message}`;
};

/** Throws `auth/token-expired` or `auth/token-invalid`. @param now milliseconds. */
export const checkToken = async (token: string, keys: TokenKeys, now: number): Promise<Claims> => {
  try {
    return await readClaims(token, keys, now);
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    if (cause instanceof errors.JWTExpired) throw new ProblemError('auth/token-expired', {}, { cause });
    const fault = claimFault(cause);
    throw new ProblemError('auth/token-invalid', fault ? { detail: `unable to sign in; ${fault}` } : {}, { cause });
  }
};
