import type { Command } from 'commander';
import { diffDatasets, type DatasetDiff, type RowChange } from '../../../engine/datasets/diff.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { DATASET_FORMS, readDataset } from '../../inputs/dataset-inputs.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';

type DiffOptions = CommonOptions & ReaderOptions;

const HELP = `
${DATASET_FORMS}

Rows are compared by key. Changes of values are exact, in the unit of the first dataset.
Percentages are of the value before, rounded half-even to six decimals.

Exit codes: 0 the same rows, 1 they differ, 2 something could not be read.

Examples:
  ledger dataset diff grid-2022.ndjson grid-2023.ndjson
  ledger dataset diff 0x… grid-2023.ndjson --json`;

/** Adds `dataset diff <before> <after>`. */
export function addDatasetDiffCommand(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('diff')
    .description('show which rows were added, removed and changed, and by how much')
    .argument('<before>', 'file or record id')
    .argument('<after>', 'file or record id');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((before: string, after: string, options: DiffOptions) => diff(context, [before, after], options));
}

async function diff(
  { terminal, endWith }: CommandContext,
  [before, after]: readonly [string, string],
  options: DiffOptions,
): Promise<void> {
  const [old, fresh] = [
    await readDataset(terminal, before, options),
    await readDataset(terminal, after, options),
  ];
  const found = diffDatasets(old.entries, fresh.entries);
  const value = { before: old.record, after: fresh.record, ...found };
  printResult(terminal, options.json, value, describe(found));
  const { added, removed, changed } = found;
  if (added.length + removed.length + changed.length > 0) endWith('refused');
}

function describe({ added, removed, changed, unchanged }: DatasetDiff): string {
  const rows = [
    ...added.map(({ key, value, unit }) => ['+', key, `${value ?? ''} ${unit}`]),
    ...removed.map(({ key, value, unit }) => ['-', key, `${value ?? ''} ${unit}`]),
    ...changed.map((change) => ['~', change.key, describeChange(change)]),
  ].map((cells) => cells.map((cell) => plainText(cell).trim()));
  const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed, ${unchanged} the same`;
  return rows.length === 0 ? counts : `${formatTable(rows)}\n${counts}`;
}

function describeChange({ changes, absolute, percent, unit }: RowChange): string {
  const members = changes.map(({ member, before, after }) => `${member} ${show(before)} → ${show(after)}`);
  const measured = absolute !== null && changes.some(({ member }) => member === 'value');
  const share = percent === null ? '' : ` (${sign(percent)} %)`;
  return [...members, ...(measured ? [`${sign(absolute)} ${unit}${share}`] : [])].join(', ');
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sign(amount: string): string {
  return amount.startsWith('-') || amount === '0' ? amount : `+${amount}`;
}
