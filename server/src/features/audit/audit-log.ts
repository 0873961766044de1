/** Who did what to whose data, when, and with what result. Append only; no values, only ids and codes. */

export interface AuditEntry {
  /** What was done: the operation's wire name or route name, or a job's name. */
  readonly operation: string;
  readonly outcome: 'granted' | 'refused' | 'done';
  /** Absent when the system itself acts. */
  readonly actorId?: string;
  readonly actorRoles?: readonly string[];
  /** The object acted upon, as `kind:id`. */
  readonly resource?: string;
  /** The person whose data it is. */
  readonly subjectId?: string;
  readonly purpose?: string;
  readonly traceId?: string;
  /** Codes and counts. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditLog {
  /** Resolves when the entries are durably chained. What must not happen unrecorded waits for it. */
  append(...entries: readonly AuditEntry[]): Promise<void>;
}
