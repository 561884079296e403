/**
 * Measures how fast the ledger is and writes `docs/benchmarks.md`. `node bench/main.ts` runs every benchmark ("row") in
 * `bench/rows/` except the long ones; `--only <name>` runs one. Each row runs in its own process, one after the other.
 * Exits with 1 if a row fails, and with 2 for a wrong option. A missed goal is reported here and on the page, but is not a failure.
 */
import { fork } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UserFacingError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { describeError } from '../runtime/describe-error.ts';
import { renderSection, replaceSection } from './tools/page.ts';
import { type Row, isMet } from './tools/row.ts';
import { writeOrCheck } from '../scripts/generated-file.ts';

interface Outcome {
  readonly row: Row;
  /** Peak memory of the process, in bytes. */
  readonly peak: number;
}

const PAGE = 'docs/benchmarks.md';
/** Rows that take many minutes and run only when named. */
const LONG = ['million', 'replay', 'slow-clients'];
const FLAGS = ['--expose-gc', '--max-old-space-size=8192'];

const ROWS = globSync('*.ts', { cwd: resolve(import.meta.dirname, 'rows') })
  .map((file) => basename(file, '.ts'))
  .sort();

const HELP = `Measures how fast the ledger is, and writes ${PAGE}.

  npm run bench                               all benchmarks but the long ones
  npm run bench -- --only verify              one, and its part of the page
  npm run bench -- --only verify --only tree  several
  npm run bench -- --help                     this text; measures nothing

Benchmarks: ${ROWS.filter((name) => !LONG.includes(name)).join(', ')}
Long ones, which run only when they are named: ${LONG.join(', ')}
`;

/** An option is wrong. */
class BenchError extends UserFacingError<'option'> {
  override readonly name = 'BenchError';

  constructor(problem: string) {
    super('option', `${problem}. npm run bench -- --help lists the options and benchmarks.`);
  }
}

const ARGUMENTS = {
  only: { type: 'string', multiple: true, default: [] },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsOptionsConfig;

/** Returns the names of the rows to run; null where help is asked for. @throws BenchError */
function readRows(): string[] | null {
  const { help, only } = parseArguments();
  if (help) return null;
  const unknown = only.filter((name) => !ROWS.includes(name));
  if (unknown.length > 0)
    throw new BenchError(`Unknown benchmark: ${unknown.join(', ')}. Expected one of ${ROWS.join(', ')}`);
  return ROWS.filter((name) => (only.length === 0 ? !LONG.includes(name) : only.includes(name)));
}

function parseArguments(): { readonly help: boolean; readonly only: readonly string[] } {
  try {
    return parseArgs({ options: ARGUMENTS }).values;
  } catch (error) {
    throw new BenchError(error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error));
  }
}

async function runRow(name: string): Promise<Outcome> {
  const child = fork(resolve(import.meta.dirname, './tools/run-row.ts'), [name], { execArgv: FLAGS });
  return new Promise<Outcome>((done, fail) => {
    child.once('message', (outcome) => done(outcome as Outcome));
    child.once('error', fail);
    child.once('exit', (code) =>
      fail(new Error(`${name} exited with ${String(code)} before it reported a result`)),
    );
  });
}

function readPage(): string {
  try {
    return readFileSync(resolve(import.meta.dirname, '..', PAGE), 'utf8');
  } catch {
    return '';
  }
}

function printRow({ row }: Outcome): void {
  console.log(`\n${row.title}`);
  for (const line of row.lines) console.log(`  ${line.join('  ')}`);
  for (const goal of row.goals) {
    const { what, ratio, sense } = goal;
    console.log(`  ${isMet(goal) ? 'met   ' : 'MISSED'} ${what}: ${ratio.toFixed(2)}, ${sense} ${goal.goal}`);
  }
}

async function measure(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const outcome = await runRow(name);
    printRow(outcome);
    await writeOrCheck([
      [PAGE, replaceSection(readPage(), name, renderSection(name, outcome.row, outcome.peak))],
    ]);
  }
}

try {
  const names = readRows();
  if (names === null) process.stdout.write(HELP);
  else await measure(names);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = error instanceof BenchError ? EXIT_CODES.usage : EXIT_CODES.failed;
}
