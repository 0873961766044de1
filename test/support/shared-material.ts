/** Files and vectors that nobody in this project made, in the folder `shared` beside the checkout; needed in CI. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const SHARED = resolve(import.meta.dirname, '../../../shared');

/** @param path such as `corpus/images` or `vectors/pan.json`; undefined when it is not there. */
export const sharedFile = (path: string): string | undefined => {
  const file = resolve(SHARED, path);
  return existsSync(file) ? file : undefined;
};

/** A suite on shared material: skipped with a clear line when that is absent, and a failure in CI. */
export const describeWithShared = (
  title: string,
  path: string,
  define: (this: Mocha.Suite, file: string) => void,
): void => {
  const file = sharedFile(path);
  if (file !== undefined) {
    describe(title, function () {
      define.call(this, file);
    });
    return;
  }
  describe(title, () => {
    it(`has shared/${path}`, function () {
      if (process.env['CI']) throw new Error(`shared/${path} has to be beside the checkout in CI`);
      console.warn(`      skipped: shared/${path} is not beside the checkout`);
      this.skip();
    });
  });
};
