/** Mocha's own report, and one JSON line for each test in the file that SENIM_TEST_RESULTS names. */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

const { EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

export interface TestResult {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly title: string;
  readonly milliseconds: number;
}

class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['SENIM_TEST_RESULTS'];
    if (!file) return;
    // Written at once: what was counted stays counted when the run is cut short.
    const record = (outcome: TestResult['outcome']) => (test: Mocha.Test) => {
      const result: TestResult = { outcome, title: test.fullTitle(), milliseconds: test.duration ?? 0 };
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    };
    runner.on(EVENT_TEST_PASS, record('passed'));
    runner.on(EVENT_TEST_FAIL, record('failed'));
    runner.on(EVENT_TEST_PENDING, record('skipped'));
  }
}

// Mocha loads reporters as CommonJS.
export { CountingReporter as 'module.exports' };
