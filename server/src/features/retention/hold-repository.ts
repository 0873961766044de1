/** The holds: while one is active, nothing of its conversation is destroyed. */

export interface Hold {
  readonly id: string;
  readonly conversationId: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly releasedAt: Date | undefined;
}

export interface NewHold {
  readonly id: string;
  readonly conversationId: string;
  readonly reasonSealed: Buffer;
  readonly reasonKeyId: string;
  readonly placedBy: string;
}

export interface HoldRepository {
  /** Waits until nothing is being destroyed. Undefined when there is no such conversation. */
  place(hold: NewHold): Promise<Hold | undefined>;
  find(id: string): Promise<Hold | undefined>;
  /** A hold that is released already stays as it is. Undefined when there is no such hold. */
  release(id: string, releasedBy: string): Promise<Hold | undefined>;
}
