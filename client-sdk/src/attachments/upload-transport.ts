/** What an upload needs from the platform: send a form, tell how far it is. */

export interface UploadForm {
  readonly address: string;
  readonly token: string | undefined;
  /** In the order in which they are sent, all of them before the file. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file: Blob;
  readonly fileName: string;
  readonly signal: AbortSignal | undefined;
  readonly sent: (sentBytes: number) => void;
}

export interface UploadAnswer {
  readonly status: number;
  readonly text: string;
}

/** Rejects when the network fails or the signal fires; any answer resolves. */
export type SendForm = (form: UploadForm) => Promise<UploadAnswer>;
