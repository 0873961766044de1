/** Seeded damage to uploads: the same seed makes the same bytes, so that what it finds can be repeated. */

export interface Random {
  /** From 0 up to, but not including, the bound. */
  below(bound: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** mulberry32: small, and good enough to scatter damage. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
};

type Damage = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

/** Lengths and counts at which readers go wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const overwrite = (bytes: Buffer, at: number, piece: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  piece.copy(changed, at);
  return changed;
};

const damages: readonly Damage[] = [
  // A few bits.
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = 1 + random.below(8); count > 0; count--) {
      const at = random.below(changed.length);
      changed[at] = (changed[at] as number) ^ (1 << random.below(8));
    }
    return changed;
  },
  // A length that lies.
  (bytes, random) => {
    const piece = Buffer.alloc(4);
    if (random.below(2)) piece.writeUInt32BE(random.pick(EDGES));
    else piece.writeUInt32LE(random.pick(EDGES));
    return overwrite(bytes, random.below(bytes.length), piece);
  },
  // A piece cut out.
  (bytes, random) => {
    const start = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random.below(512))]);
  },
  // A piece twice.
  (bytes, random) => {
    const start = random.below(bytes.length);
    const end = start + 1 + random.below(512);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  // The end missing.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  // Another file behind it, before it, or in its middle.
  (bytes, _random, other) => Buffer.concat([bytes, other]),
  (bytes, _random, other) => Buffer.concat([other, bytes]),
  (bytes, random, other) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), other, bytes.subarray(at)]);
  },
  // Zeroes.
  (bytes, random) => overwrite(bytes, random.below(bytes.length), Buffer.alloc(1 + random.below(256))),
];

/** One to three kinds of damage, one after another. */
export const damage = (bytes: Buffer, random: Random, other: Buffer): Buffer => {
  let changed = bytes;
  for (let rounds = 1 + random.below(3); rounds > 0 && changed.length > 0; rounds--) {
    changed = random.pick(damages)(changed, random, other);
  }
  return changed;
};

/** Names that have opened doors elsewhere. */
export const HOSTILE_NAMES: readonly string[] = [
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '/absolute.jpg',
  'C:\\photo.jpg',
  'photo.jpg\0.exe',
  'photo.jpg\r\nX-Injected: 1',
  'photo.jpg"; filename="other.html',
  '\u202egpj.exe',
  'con.jpg',
  '.htaccess',
  '',
  ' ',
  '.',
  '..',
  `${'a'.repeat(5_000)}.jpg`,
  `${'я'.repeat(300)}.jpg`,
  'photo.jpg/',
  "photo';drop table attachment;--.jpg",
  '<img src=x onerror=alert(1)>.jpg',
  '{{7*7}}.jpg',
  '%2e%2e%2fphoto.jpg',
  '\ud800.jpg',
  'photo.svg',
  'photo.html',
];

/** What headers of a part, or of the whole, may say. */
export const HOSTILE_TYPES: readonly string[] = [
  'image/svg+xml',
  'text/html',
  'application/x-php',
  'image/jpeg; charset="',
  'multipart/form-data; boundary=x',
  'message/rfc822',
  '*/*',
  'x'.repeat(9_000),
  '',
];
