/**
 * Measures how fast the ledger is and writes `docs/benchmarks.md`. `node bench/main.ts` runs every benchmark ("row") in
 * `bench/rows/` except the long ones; `--only <name>` runs one. Each row runs in its own process, one after the other.
 * Exits with 1 if a row fails. A missed goal is reported here and on the page, but is not a failure.
 */
import { fork } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
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

function listRows(only: readonly string[]): string[] {
  const files = globSync('*.ts', { cwd: resolve(import.meta.dirname, 'rows') });
  const names = files.map((file) => basename(file, '.ts')).sort();
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown row: ${unknown.join(', ')}. Expected one of ${names.join(', ')}.`);
  return names.filter((name) => (only.length === 0 ? !LONG.includes(name) : only.includes(name)));
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

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
for (const name of listRows(values.only)) {
  const outcome = await runRow(name);
  printRow(outcome);
  await writeOrCheck([
    [PAGE, replaceSection(readPage(), name, renderSection(name, outcome.row, outcome.peak))],
  ]);
}
