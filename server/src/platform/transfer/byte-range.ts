/** The `Range` header of HTTP (RFC 9110 §14): one range of bytes; several at once are answered with the whole. */
import type { ByteRange } from '../sealing/open-payload.ts';

const FORM = /^bytes=(\d*)-(\d*)$/;

/** @returns `all` when there is no range to honour, `outside` when it lies outside the file. */
export const parseRange = (header: string | undefined, bytes: number): ByteRange | 'all' | 'outside' => {
  const [, first, last] = FORM.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all';
  if (first === '') {
    const count = Math.min(Number(last), bytes);
    return count === 0 ? 'outside' : { start: bytes - count, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return 'all';
  return start < bytes ? { start, end } : 'outside';
};
