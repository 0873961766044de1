/** Encodes a voice message anew; there is one only where the operator has ffmpeg. */

export interface Reencoded {
  /** AAC in ADTS frames: to be put into a container by the voice job. */
  readonly sound: Uint8Array;
  /** Measured on the decoded samples. */
  readonly waveform: readonly number[];
}

export interface VoiceEncoder {
  /**
   * Throws `service/unavailable` when the program cannot be run.
   *
   * @param file as the voice job wrote it, never as it was sent. @returns `unreadable` when it cannot be decoded.
   */
  encode(file: Uint8Array, seconds: number, signal?: AbortSignal): Promise<Reencoded | 'unreadable'>;
}
