/**
 * Runs all tests (Solidity and TypeScript), then prints the ten slowest and as its last line `N passed, N failed`:
 * `node scripts/run-tests.ts [long | behaviour]`. With `long`, each property is tested with 10,000 cases instead of 100. With `behaviour`,
 * only the tests run that record the behaviour from outside, and they record it again.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import {
  type RunnerEnd,
  type TestOutcome,
  countRunner,
  failTest,
  formatOutcomes,
  readSolidityReport,
  readVitestReport,
} from './test-report.ts';

interface Runner {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly read: (report: string) => Promise<TestOutcome[]>;
}

const ROOT = resolve(import.meta.dirname, '..');
const LONG_RUNS = '10000';
const LONG_TIMEOUT_MS = 3_600_000;
/** The tests that record in test/behaviour, and the longest paths of the portal among them. */
const RECORDING = ['test/e2e/tours.test.ts', 'test/core/proof-vectors', 'test/web/portal.test.ts'];
/** Tests start thousands of processes, and compile the same files in each: here once. */
const CACHE = join(ROOT, 'node_modules/.cache/tests');
const KEPT_CHARACTERS = 100_000;

function listRunners(length: string | undefined): Runner[] {
  const reporters = ['--reporter=default', '--reporter=json'];
  const vitest = ['vitest', 'run', ...reporters, '--outputFile.json=REPORT'];
  const long = length === 'long';
  const runs = long ? { PROPERTY_RUNS: LONG_RUNS } : {};
  if (length === 'behaviour')
    return [
      {
        name: 'vitest',
        command: [...vitest, ...RECORDING, '--update'],
        environment: { PROPERTY_RUNS: LONG_RUNS },
        read: readVitestReport,
      },
    ];
  return [
    {
      name: 'hardhat',
      command: ['node', 'scripts/solidity-tests.ts', 'REPORT'],
      environment: runs,
      read: readSolidityReport,
    },
    {
      name: 'vitest',
      command: long ? [...vitest, `--testTimeout=${LONG_TIMEOUT_MS}`] : vitest,
      environment: runs,
      read: readVitestReport,
    },
  ];
}

async function runOne({ name, command, environment, read }: Runner, folder: string): Promise<TestOutcome[]> {
  const report = join(folder, `${name}.json`);
  const [file = '', ...args] = command.map((word) => word.replace('REPORT', report));
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, NODE_COMPILE_CACHE: CACHE, ...environment, PATH: path };
  const child = spawn(file, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'pipe'] });
  return countRunner(name, await waitForEnd(child), await read(report).catch(() => []));
}

/** Shows what the runner writes to stderr, and keeps its beginning: it has the reason if the runner cannot start. */
async function waitForEnd(child: ChildProcessByStdio<null, null, Readable>): Promise<RunnerEnd> {
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    if (stderr.length < KEPT_CHARACTERS) stderr += chunk.toString();
  });
  try {
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, stderr };
  } catch (error) {
    return { exitCode: null, stderr: String(error) };
  }
}

async function runAll(runners: readonly Runner[]): Promise<TestOutcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-reports-'));
  // At the same time, because the longest test files mostly wait.
  const outcomes = (await Promise.all(runners.map((runner) => runOne(runner, folder)))).flat();
  await rm(folder, { recursive: true });
  return outcomes;
}

const outcomes = await runAll(listRunners(process.argv[2])).catch((error: unknown) => [
  failTest(`No test ran: ${String(error)}`),
]);
process.stdout.write(`\n${formatOutcomes(outcomes)}\n`);
if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1;
