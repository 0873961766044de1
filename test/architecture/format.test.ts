/** Everything is formatted and linted. */
import { expectNoFindings } from './repository.ts';

describe('format and lint', function () {
  this.timeout(300_000);

  it('are as biome.json asks', () => expectNoFindings('biome', 'check', '--max-diagnostics=50'));
});
