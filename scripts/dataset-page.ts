import {
  DATASETS,
  ROW_RULES,
  ROW_SCHEMAS,
  type Dataset,
  type DatasetRow,
} from '../engine/datasets/dataset.ts';
import { FUSION_RULE } from '../engine/datasets/fuse.ts';

/** Returns `docs/datasets.md`, from the datasets and the rules of their rows. */
export function renderDatasets(
  notice: string,
  renderTable: (head: readonly string[], rows: readonly (readonly string[])[]) => string,
): string {
  const sections = Object.entries(DATASETS as Readonly<Record<string, Dataset>>).map(
    ([name, { number, meaning, rows }]) =>
      `## ${number} ${name}\n\nHolds ${meaning}.\n\n${renderTable(HEAD, rows.filter(isOwn).map(describeRow))}`,
  );
  const common = renderTable(HEAD, COMMON.map(describeRow));
  return `${notice}

${INTRODUCTION}

${sections.join('\n\n')}

## In every dataset

${common}
`;
}

const COMMON: readonly DatasetRow[] = ['source', 'fusion'];
const HEAD = ['detail.row', 'other members of detail', 'unit', 'valid time', 'found by'];

const INTRODUCTION = `# Datasets

A dataset is a record of kind 1 whose entries are its rows: each has a \`key\`, a \`value\` and a \`unit\` (none of both in a document), a
valid time \`[from, until)\`, and a \`detail\` that says in \`row\` what the row is. \`ledger dataset import\` reads tables as datasets,
\`show\`, \`diff\` and \`fuse\` read dataset files and records, \`register\` makes a record; [errors.md](errors.md#datasets) lists
what is refused. Starter data of all eight is in [data](../data/README.md).

**A dataset file** (\`.ndjson\`) has one entry a line, \`{"key", "value", "unit", "from", "until", "detail"}\`, times in unix seconds.

**Units** are UCUM. Tables may spell them as people do, such as \`MWh\`, \`tce\`, \`kgCO2/kWh\` or \`short ton\`; values are converted by
exact ratios, never through a binary number, and what has no exact decimal is refused. A number that a spreadsheet or a Parquet file
keeps in binary stands for its shortest decimal where that has at most 15 digits; with more it is refused, since nobody wrote them.

**A row is found** by its type and the members named below, then by place (its own, else its country, else none stated), then by
valid time: it must hold throughout the period of the run, and one that states none always does. Two that match equally are refused,
by a run and already by the import where their valid times are equal. Rows without such members are summed.

**Fusion** of versions: rows with one key, or that match equally, are held against each other. The rule: ${FUSION_RULE}.
Every conflict stands in the entry \`fusion\`, with the records that it was made of.

**A large matrix** is one document: an entry \`matrix-document\` with media type, size, SHA-256 and shape stands for it beside rows that sum
it up.

In units, \`*\` is anything, \`kg/*\` a mass per anything, \`{currency}\` a code of ISO 4217 in braces, such as \`{EUR}\`; others stand for all
that convert to them. Members with a question mark may be absent; further ones are the dataset's own.`;

function isOwn(row: DatasetRow): boolean {
  return !COMMON.includes(row);
}

function describeRow(row: DatasetRow): string[] {
  const { units, period, found, signed, most } = ROW_RULES[row];
  const members = Object.entries(ROW_SCHEMAS.get(row)!.shape).filter(([name]) => name !== 'row');
  const range = [...(signed ? ['may be negative'] : []), ...(most === undefined ? [] : [`at most ${most}`])];
  return [
    `\`${row}\``,
    members.map(([name, schema]) => `\`${name}\`${isOptional(schema) ? '?' : ''}`).join(', '),
    units === null ? 'document' : [units.map((unit) => `\`${unit}\``).join(' or '), ...range].join(', '),
    period,
    found === null ? '' : found.map((member) => `\`${member}\``).join(', '),
  ];
}

function isOptional(schema: unknown): boolean {
  return (schema as { safeParse: (value: unknown) => { success: boolean } }).safeParse(undefined).success;
}
