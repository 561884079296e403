import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The outcome of one test. */
export interface TestOutcome {
  readonly title: string;
  readonly passed: boolean;
  readonly milliseconds: number;
}

/** The parts of vitest's JSON report that are used here. */
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

/** Reads the report of `scripts/solidity-tests.ts`. @throws if the report does not exist */
export async function readSolidityReport(file: string): Promise<TestOutcome[]> {
  return JSON.parse(await readFile(file, 'utf8')) as TestOutcome[];
}

/**
 * Reads vitest's JSON report. A file that failed without a failed test counts as one failed test. Skipped tests are left out.
 * @throws if the report does not exist
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

/** How a runner ended, and what it wrote to stderr. */
export interface RunnerEnd {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/**
 * Returns the outcomes of a runner, and adds a failure if it ran no test, or if its exit code reports a failure that its report does
 * not contain: a runner that crashed has not passed. The added failure gives the reason, if the runner printed one.
 */
export function countRunner(
  name: string,
  { exitCode, stderr }: RunnerEnd,
  outcomes: readonly TestOutcome[],
): TestOutcome[] {
  const failed = outcomes.some(({ passed }) => !passed);
  const reason = findReason(stderr) ?? `it exited with ${String(exitCode)} and gave no reason`;
  if (outcomes.length === 0) return [failTest(`${name} ran no test: ${reason}`)];
  if (exitCode === 0 || failed) return [...outcomes];
  return [...outcomes, failTest(`${name} exited with ${String(exitCode)} although no test failed`)];
}

/** Returns a failure that does not come from a test. */
export function failTest(title: string): TestOutcome {
  return { title, passed: false, milliseconds: 0 };
}

/** Returns the first line of an error message, otherwise the first line; null if the program wrote nothing. */
function findReason(stderr: string): string | null {
  const lines = stripVTControlCharacters(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines[0] ?? null;
}

/** Returns the slowest and the failed tests, one per line, and as the last line `N passed, N failed`. */
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
