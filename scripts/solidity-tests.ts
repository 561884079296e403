/**
 * Runs the Solidity tests and writes what became of each to a file of JSON, since Hardhat prints it for people only:
 * `node scripts/solidity-tests.ts <report>`. Exits 1 when a test fails.
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
if (report === undefined) throw new Error('Name the file that the report goes to.');
const run = (await hre.tasks.getTask(['test', 'solidity']).run({})) as SolidityRun;
const result = run.success ? run.value : run.error;
if (result === undefined) throw new Error('Hardhat tells nothing of the tests.');
await writeFile(report, JSON.stringify(listOutcomes(result)));
if (!run.success) process.exitCode = 1;
