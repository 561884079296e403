import type { Command } from 'commander';
import { quoteText } from '../../../core/outside-text.ts';
import type { DatasetEntry } from '../../../engine/datasets/validate.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { DATASET_FORMS, type DatasetInput, readDataset } from '../../inputs/dataset-inputs.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { wrapLine } from '../../output/wrap-text.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';
import { formatTableWarnings } from '../../output/table-warnings.ts';
import { listRowWarnings } from '../../../jobs/import/row-warnings.ts';
import { summariseDataset, type TypeSummary } from '../../../jobs/import/summarise-dataset.ts';
import type { TableWarnings } from '../../../tables/cells/table-problem.ts';

type ShowOptions = CommonOptions & ReaderOptions;

const HELP = `
${DATASET_FORMS}

Examples:
  ledger dataset show activity.ndjson
  ledger dataset show 0x… --json`;

/** Adds `dataset show <dataset>`. */
export function addDatasetShowCommand(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('show')
    .description('show what a dataset holds: types, periods, places, units, sources')
    .argument('<dataset>', 'file or record id');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((name: string, options: ShowOptions) => show(context, name, options));
}

async function show({ terminal }: CommandContext, name: string, options: ShowOptions): Promise<void> {
  const input = await readDataset(terminal, name, options);
  const summary = summarise(input);
  printResult(terminal, options.json, summary, describe(summary));
}

interface Shown {
  readonly record: string;
  readonly entries: number;
  readonly types: readonly TypeSummary[];
  /** Details of the entries `source` and `fusion`. */
  readonly documents: readonly DatasetEntry['detail'][];
  /** Values that are worth a look. */
  readonly warnings: TableWarnings;
}

function summarise({ record, entries }: DatasetInput): Shown {
  const { types } = summariseDataset(entries);
  const detailsOf = (row: string): DatasetEntry['detail'][] =>
    entries.filter(({ detail }) => detail?.['row'] === row).map(({ detail }) => detail);
  return {
    record,
    entries: entries.length,
    types: types.map(({ row, count, from, until, places, units }) => ({
      ...{ row, count, from, until },
      ...{ places: places.toSorted(), units: units.toSorted() },
    })),
    documents: [...detailsOf('source'), ...detailsOf('fusion')],
    warnings: listRowWarnings(entries),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : plainText(value ?? '');
}

function describe({ record, entries, types, documents, warnings }: Shown): string {
  const rows = types.map(({ row, count, from, until, places, units }) =>
    [row, String(count), formatPeriod(from, until), places.join(' '), units.join(' ')].map(plainText),
  );
  const sources = documents.map((detail) =>
    detail?.['row'] === 'source'
      ? wrapLine(
          `source  ${['title', 'provider', 'licence'].map((name) => quoteText(textOf(detail[name]))).join(', ')}`,
          8,
        )
      : `fusion  from ${plainText((detail?.['sources'] as unknown[] | undefined)?.join(', '))}`,
  );
  return [
    `${formatCount(entries, 'entry', 'entries')}, ${record}`,
    '',
    formatTable([['type', 'rows', 'valid', 'places', 'units'], ...rows]),
    ...(sources.length === 0 ? [] : ['', ...sources]),
    ...(warnings.total === 0 ? [] : ['', ...formatTableWarnings(warnings)]),
  ].join('\n');
}
