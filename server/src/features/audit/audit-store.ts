/** Where the audit log is kept. */

export interface AuditHead {
  /** Of the newest entry; 0 when there is none. */
  readonly number: number;
  /** 32 bytes. */
  readonly hash: Buffer;
}

export interface AuditStore {
  /** Chains the payloads in the order given, all or none; durable when it resolves. */
  append(payloads: readonly string[]): Promise<void>;
  head(): Promise<AuditHead>;
}
