/** What a media worker is asked to do, and what it answers; the words of the two processes. */
import type { PreviewPageVariant } from '@senim/contract/constants';
import type { DocumentVerdict } from './documents/judge-text.ts';

/** How an image is rebuilt. */
export interface ImageJob {
  readonly kind: 'image';
  /** Longest side of the rebuilt picture, in pixels. */
  readonly maxSide: number;
  /** `chat` keeps the family of the format and adds a thumbnail; `document` is a finer JPEG alone. */
  readonly preset: 'chat' | 'document';
  /** Hands out as `evidence` what has to be read, in pictures that may be identity documents. */
  readonly findsDocuments?: boolean;
}

/** How a voice message is rebuilt. */
export interface VoiceJob {
  readonly kind: 'voice';
  readonly maxSeconds: number;
}

/** A PDF is drawn page by page: pictures to look at, and a safe copy made of nothing else. */
export interface PdfJob {
  readonly kind: 'pdf';
  /** As in pictures, on its first pages. */
  readonly findsDocuments?: boolean;
  /** `document`: the safe copy alone, and no document of which there can be none. */
  readonly preset?: 'document';
}

/** One page of what lies in the vault, drawn for one look with writing over it. */
export interface LookJob {
  readonly kind: 'look';
  readonly source: 'picture' | 'pdf';
  /** From 1 on. */
  readonly page: number;
  /** Who looks, when, and the number of the look. */
  readonly text: string;
}

/** An office document is searched for what acts by itself, and packed anew without its properties. */
export interface OfficeJob {
  readonly kind: 'office';
}

/** Evidence is read: is it an identity document? */
export interface ReadingJob {
  readonly kind: 'reading';
}

/** Only for tests of what happens when a decoder crashes, hangs or balloons. */
export interface FailingJob {
  readonly kind: 'test-only-failure';
  readonly failure: 'crash' | 'hang' | 'balloon' | 'babble' | 'unclean';
}

export type MediaJob = ImageJob | VoiceJob | PdfJob | LookJob | OfficeJob | ReadingJob | FailingJob;

/** What was found and is not in the rebuilt file. */
export type Removal = 'location' | 'camera' | 'metadata' | 'thumbnail' | 'tags' | 'cover-art' | 'trailing-data';

export interface MediaFacts {
  readonly mediaType: string;
  readonly removed: readonly Removal[];
  readonly width?: number;
  readonly height?: number;
  /** A ThumbHash, base64. */
  readonly thumbHash?: string;
  readonly durationMs?: number;
  /** At most 64 values from 0 to 100. */
  readonly waveform?: readonly number[];
  /** Of a document; so many of its first pages are among the outputs. */
  readonly pages?: number;
  readonly previewPages?: number;
  /** Of a reading. */
  readonly verdict?: DocumentVerdict;
}

/** `evidence` is for the reader, and is not kept. */
export type OutputName = 'full' | 'thumbnail' | 'evidence' | PreviewPageVariant;

export interface MediaOutput {
  readonly name: OutputName;
  readonly bytes: number;
}

/** Why a file is not taken; each is the end of a problem code. */
export type MediaRefusal = 'type-not-allowed' | 'unsafe' | 'unreadable' | 'too-large';

export interface MediaRefused {
  readonly outcome: 'refused';
  readonly reason: MediaRefusal;
  /** For developers; never personal data. */
  readonly detail: string;
  /** Set when it is not the file's fault but ours, and somebody has to look: for the log, never personal data. */
  readonly alarm?: string;
}

export type MediaAnswer =
  | { readonly outcome: 'done'; readonly facts: MediaFacts; readonly outputs: readonly MediaOutput[] }
  | MediaRefused;

/** What a job hands to the worker's loop. */
export type JobResult =
  | { readonly outcome: 'done'; readonly facts: MediaFacts; readonly files: ReadonlyMap<OutputName, Uint8Array> }
  | MediaRefused;

export const refuse = (reason: MediaRefusal, detail: string): MediaRefused => ({ outcome: 'refused', reason, detail });
