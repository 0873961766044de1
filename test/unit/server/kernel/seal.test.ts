/** Sealed values open only whole, in their place and under their key. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { seal, unseal } from '../../../../server/src/kernel/seal.ts';

const key = randomBytes(32);

describe('a sealed value', () => {
  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
        const plain = Buffer.from(bytes);
        return unseal(key, seal(key, plain, context), context).equals(plain);
      }),
    );
  });

  it('does not open with any byte changed or the end cut off', () => {
    const sealed = seal(key, 'a word', 'message:1');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => unseal(key, changed, 'message:1'), `byte ${index}`).to.throw(/sealed value/);
      expect(() => unseal(key, sealed.subarray(0, index), 'message:1'), `cut at ${index}`).to.throw(/sealed value/);
    }
  });

  it('does not open elsewhere, nor under another key, and never looks the same twice', () => {
    const sealed = seal(key, 'a word', 'message:1');

    expect(() => unseal(key, sealed, 'message:2')).to.throw(/does not open/);
    expect(() => unseal(randomBytes(32), sealed, 'message:1')).to.throw(/does not open/);
    expect(seal(key, 'a word', 'message:1').equals(sealed)).to.equal(false);
  });
});
