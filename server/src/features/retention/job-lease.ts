/** Lets one node at a time do a job, at an interval that all nodes share and that survives restarts. */

export interface JobLease {
  /** Holds the job for some more seconds; false when another node has taken it meanwhile. */
  renew(): Promise<boolean>;
  /** Done: due again after the interval. */
  finish(): Promise<void>;
  /** Not done: due at once, for any node. */
  giveUp(): Promise<void>;
}

export interface JobLeases {
  /** @returns undefined when the job is not due, or another node is doing it. */
  take(name: string, intervalSeconds: number, leaseSeconds: number): Promise<JobLease | undefined>;
}
