/** Use cases: make a link, and open one. */
import type { CipherKey } from 'node:crypto';
import type { routes } from '@senim/contract';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import type { FindPrincipal } from './attachment-access.ts';
import type { AttachmentContent, AttachmentContentGet } from './attachment-content.ts';
import { openLink, sealLink } from './link-token.ts';

export interface AttachmentLinkDeps {
  readonly content: AttachmentContentGet;
  readonly findPrincipal: FindPrincipal;
  readonly linkKey: CipherKey;
  readonly clock: Clock;
}

const LIFETIME_MS = 5 * 60_000;

export const attachmentLinkCreate =
  ({ content, linkKey, clock }: AttachmentLinkDeps): RouteHandler<typeof routes.attachmentLinkCreate> =>
  async ({ principal, traceId, params: { id }, body: { variant } }) => {
    // Whatever could not be read gets no link.
    await content(id, variant, { principal, traceId });
    const expiresAt = clock.now() + LIFETIME_MS;
    const token = sealLink(linkKey, { principalId: principal.id, attachmentId: id, variant, expiresAt });
    return { url: `/v1/attachment-links/${token}`, expiresAt: new Date(expiresAt).toISOString() };
  };

export type AttachmentLinkContentGet = (token: string, traceId: string) => Promise<AttachmentContent>;

/** Throws `attachment/not-found` for every link that does not open, and what the content throws for its person now. */
export const attachmentLinkContent =
  ({ content, findPrincipal, linkKey, clock }: AttachmentLinkDeps): AttachmentLinkContentGet =>
  async (token, traceId) => {
    const claims = openLink(linkKey, token, clock.now());
    const principal = claims && (await findPrincipal(claims.principalId));
    if (!principal) throw new ProblemError('attachment/not-found');
    return content(claims.attachmentId, claims.variant, { principal, traceId });
  };
