import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRunner, formatOutcomes, readVitestReport } from '../../scripts/test-report.ts';

const PASSED = { title: 'one holds', passed: true, milliseconds: 20 };
const FAILED = { title: 'two breaks', passed: false, milliseconds: 1500 };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-report-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const GLOBAL_SETUP = `
\u001b[31mNo test files found, exiting with code 1
\u001b[39m
\u001b[31m⎯⎯⎯\u001b[1m\u001b[41m Unhandled Error \u001b[49m\u001b[22m⎯⎯⎯\u001b[39m
\u001b[31m\u001b[1mError\u001b[22m: EACCES: permission denied, rmdir '/tmp/a'\u001b[39m
`;

describe('countRunner', () => {
  test('does not change the report of a runner that passed', () => {
    expect(countRunner('vitest', { exitCode: 0, stderr: 'Error: from a test' }, [PASSED])).toEqual([PASSED]);
  });

  test('adds no failure if the report already has one', () => {
    expect(countRunner('vitest', { exitCode: 1, stderr: '' }, [PASSED, FAILED])).toEqual([PASSED, FAILED]);
  });

  test.each([1, 139, null])('adds a failure if a runner exited with %s and reported none', (exitCode) => {
    const outcomes = countRunner('vitest', { exitCode, stderr: '' }, [PASSED]);
    expect(outcomes.map(({ passed }) => passed)).toEqual([true, false]);
  });

  test.each([
    ['the error that it printed', 1, GLOBAL_SETUP, "Error: EACCES: permission denied, rmdir '/tmp/a'"],
    ['an error of the project’s own class', 1, 'DevnetError: not here', 'DevnetError: not here'],
    ['its first line, if it printed no error', 0, '\nNo test files found\nfilter: a', 'No test files found'],
    ['its exit code, if it printed nothing', 139, '', 'it exited with 139 and gave no reason'],
  ])('reports why a runner ran no test: %s', (_, exitCode, stderr, reason) => {
    const title = `hardhat ran no test: ${reason}`;
    expect(countRunner('hardhat', { exitCode, stderr }, [])).toEqual([
      { title, passed: false, milliseconds: 0 },
    ]);
  });
});

describe('formatOutcomes', () => {
  test('lists the slowest tests first, then the failed ones, and ends with the count', () => {
    expect(formatOutcomes([PASSED, FAILED]).split('\n')).toEqual([
      'The 2 slowest tests:',
      '     1.50 s  two breaks',
      '     0.02 s  one holds',
      'FAILED two breaks',
      '1 passed, 1 failed',
    ]);
  });
});

describe('readVitestReport', () => {
  test('leaves out skipped tests and counts a file that could not be loaded as failed', async () => {
    const file = join(folder, 'report.json');
    const tests = [
      { fullName: 'one holds', status: 'passed', duration: 20 },
      { fullName: 'not now', status: 'skipped' },
    ];
    const testResults = [
      { name: 'whole.test.ts', status: 'passed', assertionResults: tests },
      { name: 'broken.test.ts', status: 'failed', assertionResults: [] },
    ];
    await writeFile(file, JSON.stringify({ testResults }));
    expect(await readVitestReport(file)).toEqual([
      PASSED,
      { title: 'broken.test.ts', passed: false, milliseconds: 0 },
    ]);
  });
});
