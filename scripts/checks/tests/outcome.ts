export interface SkippedTest {
  readonly title: string;
  /** Undefined is a fault: nobody skips a test without saying why. */
  readonly reason: string | undefined;
}

/** What a suite's process tells the test runner when its last test has ended. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

/** Sends the outcome to the runner that started this process, if one did. */
export function report(outcome: Outcome): void {
  process.send?.(outcome);
}

/** `N passed, N failed`, and `, N skipped` if any were. */
export function countLine(outcomes: readonly Outcome[]): string {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const skipped = sum((outcome) => outcome.skipped.length);
  const line = `${sum((outcome) => outcome.passed)} passed, ${sum((outcome) => outcome.failed)} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}
