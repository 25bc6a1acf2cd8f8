import type { Reporter, TestCase } from 'vitest/node';

/** Closes a run with `N passed, N failed`. A file that cannot be loaded counts as a failure. */
export default class TallyReporter implements Reporter {
  private passed = 0;
  private failed = 0;

  onTestCaseResult(test: TestCase): void {
    const { state } = test.result();
    if (state === 'passed') this.passed += 1;
    if (state === 'failed') this.failed += 1;
  }

  onTestRunEnd(
    modules: Parameters<NonNullable<Reporter['onTestRunEnd']>>[0],
    errors: readonly unknown[],
  ): void {
    const broken = modules.filter((module) => module.errors().length > 0).length;
    process.stdout.write(`\n${this.passed} passed, ${this.failed + broken + errors.length} failed\n`);
  }
}
