/** Everything type-checks. */
import { expectNoFindings } from './repository.ts';

describe('types', function () {
  this.timeout(300_000);

  it('have no errors', () => expectNoFindings('tsc'));
});
