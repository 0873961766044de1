/** Specimens are drawn with typefaces of the system; without them their tests are skipped, but never in CI. */
import { programs } from '../../scripts/services/programs.ts';

export const requireTypefaces = (context: Mocha.Context): void => {
  const missing = [programs.ocrB, programs.dejaVu].filter(({ find }) => !find());
  if (missing.length === 0) return;
  const names = missing.map(({ debianPackage }) => debianPackage).join(', ');
  if (process.env['CI']) throw new Error(`${names} has to be installed in CI`);
  console.warn(`      skipped: ${names} is not installed`);
  context.skip();
};
