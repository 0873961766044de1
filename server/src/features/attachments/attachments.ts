/** Puts the feature together: uploads, downloads, descriptions, destruction, and the sweep after a crash. */

import type { CipherKey } from 'node:crypto';
import type { routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import type { FindPrincipal } from './attachment-access.ts';
import { type AttachmentAdmit, attachmentAdmit } from './attachment-admit.ts';
import { type AttachmentContentGet, attachmentContent } from './attachment-content.ts';
import { type AttachmentCreate, type AttachmentCreateDeps, attachmentCreate } from './attachment-create.ts';
import { attachmentDestroy } from './attachment-destroy.ts';
import { attachmentGet, type DescribeAttachments, describeAttachments } from './attachment-get.ts';
import { type AttachmentLinkContentGet, attachmentLinkContent, attachmentLinkCreate } from './attachment-link.ts';
import { startRechecks } from './held/recheck-schedule.ts';
import { recheckUpload } from './held/recheck-upload.ts';
import type { WatchedScanner } from './pipeline/malware-scanner.ts';

export interface AttachmentsDeps extends Omit<AttachmentCreateDeps, 'admit'> {
  readonly findPrincipal: FindPrincipal;
  /** Seals the tokens of links. */
  readonly linkKey: CipherKey;
}

export interface SweepReport {
  readonly abandoned: number;
  readonly doomedRemoved: number;
  readonly orphansRemoved: number;
}

export interface Attachments {
  readonly admit: AttachmentAdmit;
  readonly create: AttachmentCreate;
  readonly get: RouteHandler<typeof routes.attachmentGet>;
  readonly content: AttachmentContentGet;
  readonly createLink: RouteHandler<typeof routes.attachmentLinkCreate>;
  readonly linkedContent: AttachmentLinkContentGet;
  readonly describe: DescribeAttachments;
  /** For retention and redaction; can be repeated. `isSoonEnough`: bytes without a key may wait for a store that is down. */
  destroy(ids: readonly string[], options?: { readonly isSoonEnough?: boolean }): Promise<void>;
  /** Uploads that wait for a verdict about malware. */
  heldCount(): Promise<number>;
  /** Tries these again whenever the scanner may have one, until disposed. */
  startRechecks(scanner: WatchedScanner, intervalMs?: number): AsyncDisposable;
  /**
   * At the start, and every few minutes: removes what broken-off uploads and a killed server left behind.
   *
   * @param before milliseconds since the epoch; what is older and pending is left over. By default LEFT_OVER_AFTER_MS ago.
   */
  sweep(before?: number): Promise<SweepReport>;
}

/** Longer than the longest upload: what is older and still pending is left over. */
export const LEFT_OVER_AFTER_MS = 15 * 60_000;

export const createAttachments = (deps: AttachmentsDeps): Attachments => {
  const { objects } = deps.intake;
  const admit = attachmentAdmit(deps);
  const content = attachmentContent({ ...deps, objects });
  return {
    admit,
    create: attachmentCreate({ ...deps, admit }),
    get: attachmentGet(deps),
    content,
    createLink: attachmentLinkCreate({ ...deps, content }),
    linkedContent: attachmentLinkContent({ ...deps, content }),
    describe: describeAttachments(deps),
    destroy: attachmentDestroy({ ...deps, objects }),
    heldCount: () => deps.held.count(),
    startRechecks: (scanner, intervalMs) => {
      const { held, logger } = deps;
      return startRechecks({
        held,
        scanner,
        recheck: recheckUpload(deps),
        logger,
        ...(intervalMs ? { intervalMs } : {}),
      });
    },
    sweep: async (before = deps.clock.now() - LEFT_OVER_AFTER_MS) => {
      const abandoned = await deps.attachments.abandonBefore(new Date(before));
      return { abandoned, ...(await objects.sweep(before)) };
    },
  };
};
