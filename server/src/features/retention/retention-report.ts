/** What a run did: counts, never contents; it goes to the log and to the audit log. */

export interface RetentionReport {
  readonly destroyed: {
    message: number;
    photo: number;
    voice: number;
    file: number;
    identityDocument: number;
    topic: number;
    /** Participants' keys that sealed nothing any more. */
    key: number;
  };
  /** Files that could not be destroyed; the next run tries again. */
  failed: { attachments: number; vault: number };
  /** Parts of the run that could not be finished, by name. */
  readonly unavailable: Set<string>;
  tookMs: number;
}

export const emptyReport = (): RetentionReport => ({
  destroyed: { message: 0, photo: 0, voice: 0, file: 0, identityDocument: 0, topic: 0, key: 0 },
  failed: { attachments: 0, vault: 0 },
  unavailable: new Set(),
  tookMs: 0,
});

/** Whether the run has to leave an entry in the audit log: it destroyed something, or could not. */
export const isWorthRecording = ({ destroyed, failed, unavailable }: RetentionReport): boolean =>
  Object.values(destroyed).some((count) => count > 0) || failed.attachments + failed.vault > 0 || unavailable.size > 0;

/** Flat, for logs and the audit log. */
export const toDetails = (report: RetentionReport): Record<string, string | number> => ({
  ...report.destroyed,
  failedAttachments: report.failed.attachments,
  failedIdentityDocuments: report.failed.vault,
  unavailable: [...report.unavailable].sort().join(' '),
  tookMs: Math.round(report.tookMs),
});
