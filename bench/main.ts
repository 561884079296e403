/**
 * Measures how fast the ledger is and writes `docs/benchmarks.md`: `node bench/main.ts`, or `--only <name>` for one of the
 * rows, each a file in `bench/rows/`; those that take long run by name alone. Each runs in a process of its own, one after the other. Exits 1 when one fails; a goal
 * that is missed is told, on the page too, and is no failure.
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
  /** The most memory that the process had, in bytes. */
  readonly peak: number;
}

const PAGE = 'docs/benchmarks.md';
/** Rows that take many minutes. */
const LONG = ['million'];
const FLAGS = ['--expose-gc', '--max-old-space-size=8192'];

function listRows(only: readonly string[]): string[] {
  const files = globSync('*.ts', { cwd: resolve(import.meta.dirname, 'rows') });
  const names = files.map((file) => basename(file, '.ts')).sort();
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`No row ${unknown.join(', ')}: there are ${names.join(', ')}.`);
  return names.filter((name) => (only.length === 0 ? !LONG.includes(name) : only.includes(name)));
}

async function runRow(name: string): Promise<Outcome> {
  const child = fork(resolve(import.meta.dirname, './tools/run-row.ts'), [name], { execArgv: FLAGS });
  return new Promise<Outcome>((done, fail) => {
    child.once('message', (outcome) => done(outcome as Outcome));
    child.once('error', fail);
    child.once('exit', (code) =>
      fail(new Error(`${name} ended with ${String(code)} before it had a figure`)),
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

function tell({ row }: Outcome): void {
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
  tell(outcome);
  await writeOrCheck([
    [PAGE, replaceSection(readPage(), name, renderSection(name, outcome.row, outcome.peak))],
  ]);
}
