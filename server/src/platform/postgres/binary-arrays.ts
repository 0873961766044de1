/** Arrays in PostgreSQL's own binary format: pg passes a Buffer on as it is, but writes an array as text, escaping each element. */
import { Fault } from '#kernel/fault';

const UUID = 2_950;
const BYTEA = 17;
const UUID_BYTES = 16;
const LENGTH_BYTES = 4;
/** Dimensions, whether there are nulls, type, length, first index; an array without elements has no dimension. */
const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;

const begin = (type: number, length: number, elementBytes: number): Buffer => {
  const isEmpty = length === 0;
  const array = Buffer.allocUnsafe(isEmpty ? EMPTY_HEADER_BYTES : HEADER_BYTES + length * LENGTH_BYTES + elementBytes);
  array.writeInt32BE(isEmpty ? 0 : 1, 0);
  array.writeInt32BE(1, 4);
  array.writeInt32BE(type, 8);
  if (isEmpty) return array;
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
};

/** Character code → its value as a hexadecimal digit; anything else is more than a byte can hold once shifted. */
const DIGITS = new Uint16Array(128).fill(0x1000);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}
const HYPHEN = 45;

/** @returns where the next element begins. Digit by digit: by a string without hyphens it takes half as long again or more. */
const writeUuid = (array: Buffer, id: string, at: number): number => {
  let to = at;
  for (let from = 0; from < id.length; from += 2) {
    if (id.charCodeAt(from) === HYPHEN) from += 1;
    const byte = ((DIGITS[id.charCodeAt(from)] ?? 0x1000) << 4) | (DIGITS[id.charCodeAt(from + 1)] ?? 0x1000);
    if (byte > 0xff || to === at + UUID_BYTES) throw new Fault('an id is not a UUID');
    array[to] = byte;
    to += 1;
  }
  if (to !== at + UUID_BYTES) throw new Fault('an id is not a UUID');
  return to;
};

/** @param ids with or without hyphens; undefined becomes null. */
export const uuidArray = (ids: readonly (string | undefined)[]): Buffer => {
  let known = 0;
  for (const id of ids) if (id !== undefined) known += 1;
  const array = begin(UUID, ids.length, known * UUID_BYTES);
  let to = HEADER_BYTES;
  for (const id of ids) {
    to = array.writeInt32BE(id === undefined ? -1 : UUID_BYTES, to);
    if (id !== undefined) to = writeUuid(array, id, to);
  }
  return array;
};

export const byteaArray = (values: readonly Buffer[]): Buffer => {
  let bytes = 0;
  for (const value of values) bytes += value.length;
  const array = begin(BYTEA, values.length, bytes);
  let to = HEADER_BYTES;
  for (const value of values) {
    to = array.writeInt32BE(value.length, to);
    to += value.copy(array, to);
  }
  return array;
};
