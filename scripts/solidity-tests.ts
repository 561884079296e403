/**
 * Runs the Solidity tests and writes the outcome of each to a JSON file, which Hardhat itself cannot do:
 * `node scripts/solidity-tests.ts <report>`. Exits with 1 if a test fails.
 */
import { writeFile } from 'node:fs/promises';
import hre from 'hardhat';
import type { TestOutcome } from './test-report.ts';

interface SolidityRun {
  readonly success: boolean;
  readonly value?: SolidityResult;
  readonly error?: SolidityResult;
}

interface SolidityResult {
  readonly suiteResults: readonly {
    readonly id: { readonly name: string; readonly source: string };
    readonly testResults: readonly {
      readonly name: string;
      readonly status: string;
      readonly durationNs: bigint;
    }[];
  }[];
}

function listOutcomes({ suiteResults }: SolidityResult): TestOutcome[] {
  return suiteResults.flatMap(({ id, testResults }) =>
    testResults
      .filter(({ status }) => status !== 'Skipped')
      .map(({ name, status, durationNs }) => ({
        title: `${id.name} ${name}`,
        passed: status === 'Success',
        milliseconds: Number(durationNs) / 1e6,
      })),
  );
}

const [report] = process.argv.slice(2);
if (report === undefined) throw new Error('Missing argument: the path of the report file.');
const run = (await hre.tasks.getTask(['test', 'solidity']).run({})) as SolidityRun;
const result = run.success ? run.value : run.error;
if (result === undefined) throw new Error('Hardhat returned no test results.');
await writeFile(report, JSON.stringify(listOutcomes(result)));
if (!run.success) process.exitCode = 1;
