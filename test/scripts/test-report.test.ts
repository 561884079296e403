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

describe('countRunner', () => {
  test('takes the report of a runner that passed as it is', () => {
    expect(countRunner('vitest', 0, [PASSED])).toEqual([PASSED]);
  });

  test('adds no failure to those that the report holds', () => {
    expect(countRunner('vitest', 1, [PASSED, FAILED])).toEqual([PASSED, FAILED]);
  });

  test.each([1, 139, null])(
    'counts a runner that ended with %s and reports no failure as failed',
    (exitCode) => {
      expect(countRunner('vitest', exitCode, [PASSED]).map(({ passed }) => passed)).toEqual([true, false]);
    },
  );

  test.each([0, 1])('counts a runner that ended with %s and ran nothing as failed', (exitCode) => {
    expect(countRunner('hardhat', exitCode, []).map(({ passed }) => passed)).toEqual([false]);
  });
});

describe('formatOutcomes', () => {
  test('lists the slowest first, names what failed, and ends with the count', () => {
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
  test('leaves out skipped tests and counts a file that could not be loaded', async () => {
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
