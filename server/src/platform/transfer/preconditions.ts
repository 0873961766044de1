/** Conditional requests (RFC 9110 §13), for bytes that have a strong tag and never change under it. */

export interface ConditionalHeaders {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-range'?: string | string[] | undefined;
}

const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g;

/** @param isWeak whether a weak tag matches the strong one of the same text. */
const names = (header: string, tag: string, isWeak: boolean): boolean =>
  header.trim() === '*' || (header.match(TAG) ?? []).some((named) => named === tag || (isWeak && named === `W/${tag}`));

/** @param tag with its quotes. @returns what to answer instead of the bytes, or `send`. */
export const preconditionOf = (headers: ConditionalHeaders, tag: string): 'send' | 'failed' | 'unchanged' => {
  const { 'if-match': wanted, 'if-none-match': known } = headers;
  if (wanted !== undefined && !names(wanted, tag, false)) return 'failed';
  return known !== undefined && names(known, tag, true) ? 'unchanged' : 'send';
};

/** Whether a range may be honoured: of the very bytes that the reader has a part of. */
export const isRangeFresh = ({ 'if-range': condition }: ConditionalHeaders, tag: string): boolean =>
  condition === undefined || condition === tag;
