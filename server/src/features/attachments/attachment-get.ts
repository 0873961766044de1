/** Use case: what is known of an attachment. */
import type { Attachment, routes } from '@senim/contract';
import type { DataKeys } from '#kernel/data-keys';
import type { RouteHandler } from '#kernel/http-route';
import { type AttachmentAccessDeps, requireVisible } from './attachment-access.ts';
import { openDetails, toAttachmentView } from './attachment-view.ts';

export interface AttachmentGetDeps extends AttachmentAccessDeps {
  readonly dataKeys: DataKeys;
}

export const attachmentGet =
  (deps: AttachmentGetDeps): RouteHandler<typeof routes.attachmentGet> =>
  async ({ principal, params }) => {
    const record = await requireVisible(deps, principal, params.id);
    return toAttachmentView(record, (await openDetails([record], deps.dataKeys)).get(record.id));
  };

/** Attachments by id, for whoever has already decided that they may be seen; unknown ones are not in the answer. */
export type DescribeAttachments = (ids: readonly string[]) => Promise<Map<string, Attachment>>;

export const describeAttachments =
  ({ attachments, dataKeys }: Pick<AttachmentGetDeps, 'attachments' | 'dataKeys'>): DescribeAttachments =>
  async (ids) => {
    const records = await attachments.find([...new Set(ids)]);
    const details = await openDetails(records, dataKeys);
    return new Map(records.map((record) => [record.id, toAttachmentView(record, details.get(record.id))]));
  };
