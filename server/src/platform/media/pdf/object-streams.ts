/** Looks into the compressed parts of a PDF that hold its objects: names can hide there. */
import { inflateSync } from 'node:zlib';
import { findActiveName, plainNames } from './active-names.ts';

const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** A dictionary ends, and its stream begins, within so many bytes. */
const NEAR_BYTES = 2_048;
const ORDINARY = /\/Filter\s*\[?\s*\/FlateDecode\s*[\]/>\s]/;
const HIDDEN = 'the document hides its objects';
const START = /stream(\r\n|\n|\r)/;

/** @returns what is wrong, or nothing. */
export const findHiddenFault = (document: Buffer): string | undefined => {
  let unpacked = 0;
  for (let at = document.indexOf('/Obj'); at >= 0; at = document.indexOf('/Obj', at + 1)) {
    const near = document.subarray(at, at + NEAR_BYTES);
    if (!/^\/Obj(S|#53)(t|#74)(m|#6d)[^A-Za-z0-9]/i.test(plainNames(near.subarray(0, 16)).toString('latin1'))) continue;
    // Read as Latin-1 a position in the text is a position in the bytes.
    const start = START.exec(near.toString('latin1'));
    const dictionary = document.toString('latin1', Math.max(0, at - NEAR_BYTES), at + (start?.index ?? NEAR_BYTES));
    const own = dictionary.slice(Math.max(0, dictionary.lastIndexOf(' obj')));
    // What is not compressed was seen in the document itself.
    if (start && !own.includes('/Filter')) continue;
    if (!start || !ORDINARY.test(own) || own.includes('/Predictor')) return HIDDEN;
    const body = document.subarray(at + start.index + start[0].length);
    let objects: Buffer;
    try {
      objects = inflateSync(body, { maxOutputLength: MAX_UNPACKED_BYTES - unpacked });
    } catch {
      return HIDDEN;
    }
    unpacked += objects.length;
    const fault = findActiveName(objects, true);
    if (fault) return fault;
  }
  return undefined;
};
