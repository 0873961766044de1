/** The files that nobody here made are the ones their manifest describes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describeWithShared } from '../../support/shared-material.ts';

describeWithShared('the corpus', 'corpus/manifest.tsv', (manifest) => {
  it('holds the very bytes that its manifest names', () => {
    const [head = '', ...rows] = readFileSync(manifest, 'utf8').trimEnd().split('\n');
    const columns = head.split('\t');
    const [pathAt, digestAt] = [columns.indexOf('path'), columns.indexOf('sha256')];

    for (const row of rows) {
      const cells = row.split('\t');
      const bytes = readFileSync(join(dirname(manifest), cells[pathAt] as string));
      expect(createHash('sha256').update(bytes).digest('hex'), cells[pathAt]).to.equal(cells[digestAt]);
    }
  });
});
