/** The generated documents say what the sources say. */
import { expect } from 'chai';
import { staleDocuments } from '../../scripts/generate.ts';

describe('generated documents', () => {
  it('are current', async () => {
    expect(await staleDocuments(), 'run npm run generate').to.deep.equal([]);
  });
});
