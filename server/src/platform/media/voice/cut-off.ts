/** Tells whether a recording ends in the middle of one of its own parts, as it does when its upload was cut off. */

type Walk = (file: Buffer) => boolean;

/** ISO 14496-12: boxes, each with its length; 0 means “to the end”. */
const isMp4CutOff: Walk = (file) => {
  let at = 0;
  while (at + 8 <= file.length) {
    const short = file.readUInt32BE(at);
    if (short === 0) return false;
    if (short === 1 && at + 16 > file.length) return true;
    const bytes = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short;
    if (bytes < 8) return true;
    at += bytes;
  }
  return at !== file.length;
};

/** RFC 3533: pages, each with a table of the lengths in it. */
const isOggCutOff: Walk = (file) => {
  let at = 0;
  while (file.toString('latin1', at, at + 4) === 'OggS') {
    const segments = file[at + 26] ?? 255;
    const table = file.subarray(at + 27, at + 27 + segments);
    if (table.length < segments) return true;
    at += 27 + segments + table.reduce((sum, bytes) => sum + bytes, 0);
  }
  return at > file.length;
};

const UNKNOWN_SIZE = -1;

/** RFC 8794: a number whose first byte tells how long it is. */
const readVarInt = (file: Buffer, at: number, keepMarker: boolean): { value: number; end: number } | undefined => {
  const first = file[at];
  if (!first) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > file.length) return undefined;
  let value = keepMarker ? first : first & (0xff >> length);
  let isUnknown = (first | ((0xff << (8 - length)) & 0xff)) === 0xff;
  for (let next = at + 1; next < at + length; next++) {
    value = value * 256 + (file[next] as number);
    isUnknown &&= file[next] === 0xff;
  }
  return { value: isUnknown && !keepMarker ? UNKNOWN_SIZE : value, end: at + length };
};

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;

/** RFC 9559: what is inside a segment and inside clusters is walked as one list; a live recorder leaves their sizes open. */
const isWebmCutOff: Walk = (file) => {
  let at = 0;
  while (at < file.length) {
    const id = readVarInt(file, at, true);
    const size = id && readVarInt(file, id.end, false);
    if (!id || !size) return true;
    const isOpen = id.value === SEGMENT || id.value === CLUSTER;
    if (size.value === UNKNOWN_SIZE && !isOpen) return true;
    if (size.value !== UNKNOWN_SIZE && size.end + size.value > file.length) return true;
    at = isOpen ? size.end : size.end + size.value;
  }
  return false;
};

/** Lengths that a recorder which could not go back left open. */
const OPEN_LENGTHS = [0, 0xffffffff];

/** Chunks, each with its length. */
const isWavCutOff: Walk = (file) => {
  for (let at = 12; at + 8 <= file.length; ) {
    const bytes = file.readUInt32LE(at + 4);
    if (file.toString('latin1', at, at + 4) === 'data') {
      return !OPEN_LENGTHS.includes(bytes) && at + 8 + bytes > file.length;
    }
    at += 8 + bytes + (bytes & 1);
  }
  return true;
};

/** Frames, each with its length; other things may follow them. */
const isAdtsCutOff: Walk = (file) => {
  let at = 0;
  while (at + 7 <= file.length && (file.readUInt16BE(at) & 0xfff6) === 0xfff0) {
    const bytes = (file.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
    if (bytes < 7) return true;
    at += bytes;
  }
  return at > file.length;
};

const walks: Readonly<Record<string, Walk>> = {
  MP4: isMp4CutOff,
  'QuickTime File Format': isMp4CutOff,
  Ogg: isOggCutOff,
  WebM: isWebmCutOff,
  WAVE: isWavCutOff,
  ADTS: isAdtsCutOff,
};

/** @param format as the demuxer names it; MP3 has no such parts, only its index tells. */
export const isCutOff = (file: Buffer, format: string): boolean => walks[format]?.(file) ?? false;

const ID3_HEADER_BYTES = 10;
/** Within a first frame, behind its side information. */
const INDEX_WITHIN = 64;
/** An index counts its own frame, or does not; and the last frame may have been dropped. */
const FRAMES_OF_GRACE = 2;

/** Whether an MP3's index (of Xing, or “Info”) promises more frames than there are. */
export const missesMp3Frames = (file: Buffer, frames: number): boolean => {
  const hasTag = file.toString('latin1', 0, 3) === 'ID3' && file.length > ID3_HEADER_BYTES;
  const tagBytes = file.subarray(6, ID3_HEADER_BYTES).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  const start = hasTag ? ID3_HEADER_BYTES + tagBytes : 0;
  const head = file.subarray(start, start + INDEX_WITHIN);
  const at = Math.max(head.indexOf('Xing', 0, 'latin1'), head.indexOf('Info', 0, 'latin1'));
  const hasCount = at >= 0 && at + 12 <= head.length && (head.readUInt32BE(at + 4) & 1) === 1;
  return hasCount && head.readUInt32BE(at + 8) > frames + FRAMES_OF_GRACE;
};
