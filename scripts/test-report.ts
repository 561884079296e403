import { readFile } from 'node:fs/promises';

/** What became of one test. */
export interface TestOutcome {
  readonly title: string;
  readonly passed: boolean;
  readonly milliseconds: number;
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}

/** Returns the outcomes in the report of `scripts/solidity-tests.ts`. @throws when there is no such report */
export async function readSolidityReport(file: string): Promise<TestOutcome[]> {
  return JSON.parse(await readFile(file, 'utf8')) as TestOutcome[];
}

/**
 * Returns the outcomes in vitest's JSON report; a file that failed as a whole, without a failed test, counts as one. Skipped
 * tests are left out. @throws when there is no such report
 */
export async function readVitestReport(file: string): Promise<TestOutcome[]> {
  const { testResults } = JSON.parse(await readFile(file, 'utf8')) as VitestReport;
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const outcomes = assertionResults
      .filter((each) => each.status === 'passed' || each.status === 'failed')
      .map((each) => ({
        title: each.fullName,
        passed: each.status === 'passed',
        milliseconds: each.duration ?? 0,
      }));
    const whole = status === 'failed' && outcomes.every(({ passed }) => passed);
    return whole ? [...outcomes, { title: name, passed: false, milliseconds: 0 }] : outcomes;
  });
}

/**
 * Returns the outcomes of a runner with one failure added where its exit code tells of one that its report does not hold, or
 * where it ran nothing: a runner that crashed has not passed.
 */
export function countRunner(
  name: string,
  exitCode: number | null,
  outcomes: readonly TestOutcome[],
): TestOutcome[] {
  const failed = outcomes.some(({ passed }) => !passed);
  if (outcomes.length === 0) return [{ title: `${name} ran no test`, passed: false, milliseconds: 0 }];
  if (exitCode === 0 || failed) return [...outcomes];
  const title = `${name} ended with ${String(exitCode)} though no test failed`;
  return [...outcomes, { title, passed: false, milliseconds: 0 }];
}

/** Returns the slowest tests and the failed ones, one a line, and as last line `N passed, N failed`. */
export function formatOutcomes(outcomes: readonly TestOutcome[], shown = 10): string {
  const slowest = [...outcomes].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, shown);
  const failed = outcomes.filter(({ passed }) => !passed);
  return [
    `The ${slowest.length} slowest tests:`,
    ...slowest.map(
      ({ title, milliseconds }) => `  ${(milliseconds / 1000).toFixed(2).padStart(7)} s  ${title}`,
    ),
    ...failed.map(({ title }) => `FAILED ${title}`),
    `${outcomes.length - failed.length} passed, ${failed.length} failed`,
  ].join('\n');
}
