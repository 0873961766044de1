/** The sound of a voice message as it is kept while it is rebuilt: coded packets with their true lengths, or plain samples. */
import type { TrackConfig } from './decoder-config.ts';
import type { Codec } from './packet-samples.ts';

export interface Packet {
  readonly data: Uint8Array;
  readonly seconds: number;
}

export interface CodedSound {
  readonly codec: Codec;
  readonly config: Omit<TrackConfig, 'description'> & Partial<Pick<TrackConfig, 'description'>>;
  readonly packets: readonly Packet[];
  /** Measured, from the packets. */
  readonly seconds: number;
}

export interface PlainSound {
  readonly codec: 'pcm';
  readonly sampleRate: number;
  readonly channels: number;
  readonly parts: readonly Int16Array[];
  readonly seconds: number;
}

export type Sound = CodedSound | PlainSound;
