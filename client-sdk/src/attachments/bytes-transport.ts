/** What an upload needs from the platform: send bytes, tell how far they are, hand over the answer. */

export interface BytesRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Blob | undefined;
  readonly signal: AbortSignal;
  /** Bytes of the body that have left. */
  readonly sent: (sentBytes: number) => void;
}

export interface BytesAnswer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | null;
}

/** Rejects when the network fails or the signal fires; any answer resolves. */
export type SendBytes = (request: BytesRequest) => Promise<BytesAnswer>;
