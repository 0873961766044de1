/** The most memory that WebAssembly may take. */
import { expect } from 'chai';
import { limitMemory } from '../../../../../../server/src/platform/media/image/wasm-memory.ts';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** A memory of at least one page and at most 32,768, handed out as “m”. */
const MODULE = Uint8Array.of(...HEADER, 5, 6, 1, 1, 1, 0x80, 0x80, 2, 7, 5, 1, 1, 0x6d, 2, 0);
const PAGE = 65_536;

const memoryOf = (module: Uint8Array<ArrayBuffer>): WebAssembly.Memory =>
  new WebAssembly.Instance(new WebAssembly.Module(module)).exports['m'] as WebAssembly.Memory;

describe('the memory of a WebAssembly module', () => {
  it('grows up to the limit, and not beyond', () => {
    const memory = memoryOf(limitMemory(MODULE, 300 * PAGE));

    memory.grow(299);
    expect(() => memory.grow(1)).to.throw(RangeError);
  });

  it('is never allowed more than before', () => {
    expect([...limitMemory(MODULE, 100_000 * PAGE)]).to.deep.equal([...MODULE]);
  });

  it('has to have a limit of its own', () => {
    expect(() => limitMemory(Uint8Array.of(...HEADER, 5, 3, 1, 0, 1), PAGE)).to.throw(RangeError);
    expect(() => limitMemory(Uint8Array.of(...HEADER), PAGE)).to.throw(RangeError);
  });
});
