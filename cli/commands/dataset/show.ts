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
import { findWarning } from '../../../engine/datasets/warning.ts';
import type { TableWarnings } from '../../../tables/table-problem.ts';

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

interface TypeSummary {
  readonly row: string;
  readonly count: number;
  readonly from: number;
  readonly until: number;
  readonly places: readonly string[];
  readonly units: readonly string[];
}

interface Summary {
  readonly record: string;
  readonly entries: number;
  readonly types: readonly TypeSummary[];
  /** Details of the entries `source` and `fusion`. */
  readonly documents: readonly DatasetEntry['detail'][];
  /** Values that are worth a look. */
  readonly warnings: TableWarnings;
}

function summarise({ record, entries }: DatasetInput): Summary {
  const types = Map.groupBy(entries, ({ detail }) => plainText(detail?.['row'] ?? 'none'));
  const documents = [...(types.get('source') ?? []), ...(types.get('fusion') ?? [])];
  return {
    record,
    entries: entries.length,
    types: [...types].map(([row, rows]) => summariseType(row, rows)),
    documents: documents.map(({ detail }) => detail),
    warnings: listWarnings(entries),
  };
}

/** The most warnings that are listed; further ones are only counted. */
const MOST_LISTED = 1000;

function listWarnings(entries: readonly DatasetEntry[]): TableWarnings {
  const found = entries.map(findWarning).filter((warning) => warning !== null);
  const listed = found.slice(0, MOST_LISTED);
  return {
    total: found.length,
    listed: listed.map(({ row: key, ...others }) => ({ ...others, key, row: null })),
  };
}

function summariseType(row: string, rows: readonly DatasetEntry[]): TypeSummary {
  const timed = rows.filter(({ until }) => until !== 0);
  const least = (a: number, b: number): number => Math.min(a, b);
  return {
    row,
    count: rows.length,
    from: timed.map(({ from }) => from).reduce(least, timed.length === 0 ? 0 : Number.MAX_SAFE_INTEGER),
    until: timed.map(({ until }) => until).reduce((a, b) => Math.max(a, b), 0),
    places: list(rows.map(({ detail }) => detail?.['geography'] ?? detail?.['reporter'])),
    units: list(rows.map(({ unit }) => unit)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : plainText(value ?? '');
}

function list(texts: readonly unknown[]): string[] {
  return [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))].map(String).sort();
}

function describe({ record, entries, types, documents, warnings }: Summary): string {
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
