/** An address of an attachment's bytes. */
import type { AttachmentLink } from '@senim/contract';
import type { HttpClient } from '../http/http-client.ts';
import type { ContentOptions } from './content-options.ts';

export const makeLink = async (
  http: HttpClient,
  id: string,
  { variant, signal }: ContentOptions,
): Promise<AttachmentLink> => {
  const path = `/v1/attachments/${encodeURIComponent(id)}/links`;
  const link = await http.json<AttachmentLink>({ method: 'POST', path, body: { variant }, signal });
  return { ...link, url: http.address(link.url) };
};
