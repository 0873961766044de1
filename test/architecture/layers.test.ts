/** Every file imports only what its place and its suffix allow. */
import { expectNoFindings } from './repository.ts';

describe('dependencies between files', function () {
  this.timeout(300_000);

  it('follow .dependency-cruiser.cjs', () =>
    expectNoFindings('depcruise', '--config', '.dependency-cruiser.cjs', 'client-sdk', 'server', 'scripts', 'test'));
});
