/** Individual identification numbers: vectors that nobody in this project made. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { readIin } from '../../../../../server/src/platform/mrz/iin.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

interface Vector {
  readonly id: string;
  readonly value: string;
  readonly birthDate: string;
  readonly sex: string;
}

describeWithShared('vectors of individual identification numbers', 'vectors/iin.json', (file) => {
  const read = async (): Promise<Record<'valid' | 'invalid', Vector[]>> => JSON.parse(await readFile(file, 'utf8'));

  it('reads birth date and sex of the valid ones, whichever pass gave the check digit', async () => {
    const { valid } = await read();
    expect(valid).to.have.length.of.at.least(20);
    for (const { id, value, birthDate, sex } of valid) {
      expect(readIin(value), id).to.deep.equal({ birthDate, sex: sex === 'male' ? 'M' : 'F' });
    }
  });

  it('reads nothing of the invalid ones', async () => {
    const { invalid } = await read();
    expect(invalid).to.have.length.of.at.least(20);
    for (const { id, value } of invalid) expect(readIin(value), id).to.equal(undefined);
  });
});
