/** The verifier's look: its body is a picture. */
import type { Request, Response } from 'express';
import { sendPayload } from '#platform/transfer/send-payload.http';
import type { Looking } from './looking.ts';
import type { HttpCall } from './vault.http.ts';

export type IdentityDocumentContentHandler = (
  request: Request,
  response: Response,
  call: HttpCall<
    { readonly id: string },
    { readonly reason?: string | undefined; readonly look?: string | undefined; readonly page: number }
  >,
) => Promise<void>;

/** Who is not let in at the door leaves a trace as well. */
export const forbiddenLookHandler =
  (recordRefused: Looking['recordRefused']['content']) =>
  ({ params, ...call }: Pick<HttpCall, 'principal' | 'traceId' | 'params'>): Promise<void> =>
    recordRefused((params as { readonly id: string }).id, call);

export const identityDocumentContentHandler =
  (looking: Pick<Looking, 'content'>): IdentityDocumentContentHandler =>
  async (request, response, call) => {
    const { reason, look: lookId, page } = call.query;
    const content = await looking.content({ id: call.params.id, reason, lookId, page }, call);
    // Shown in the verifier's page, kept nowhere: no validators, no ranges, no store.
    response.set('Pragma', 'no-cache');
    await sendPayload(request, response, { ...content, disposition: 'inline' });
  };
