/** Nothing lies around unused. */
import { expectNoFindings } from './repository.ts';

describe('files, exports and packages', function () {
  this.timeout(300_000);

  it('are all used', () => expectNoFindings('knip', '--no-config-hints', '--tsConfig', 'tsconfig.build.json'));
});
