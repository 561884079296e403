import {
  DATASETS,
  ROW_RULES,
  ROW_SCHEMAS,
  type Dataset,
  type DatasetRow,
} from '../engine/datasets/dataset.ts';
import { FUSION_RULE } from '../engine/datasets/fuse.ts';

/** Returns `docs/datasets.md`, rendered from the datasets and the rules of their rows. */
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
const HEAD = ['detail.row', 'other members of detail', 'unit', 'valid time', 'identified by'];

const INTRODUCTION = `# Datasets

A dataset is a record of kind 1. Its entries are its rows. Each row has a \`key\`, a \`value\` and a \`unit\`, a valid time
\`[from, until)\`, and a \`detail\` whose member \`row\` names the row type. A row that is a document has neither value nor unit.
\`ledger dataset import\` reads tables as datasets. \`ledger dataset show\`, \`diff\` and \`fuse\` read dataset files and records.
\`ledger dataset register\` makes a record. [errors.md](errors.md#datasets) lists what can be wrong with a row.
[data](../data/README.md) has starter data for all eight datasets.

**Checks.** Each row is checked by its row type: the members of \`detail\`, the unit, the range of the value and the valid time.
\`ledger dataset import\`, \`ledger dataset register\` and \`ledger record build --kind dataset\` all do this, and write nothing if a
row is wrong. An entry \`source\` names the dataset; then every row must have a row type of that dataset. \`record build\` also takes
datasets without an entry \`source\`: their rows can have any row type below, and documents can be without one.

**A dataset file** (\`.ndjson\`) has one entry per line: \`{"key", "value", "unit", "from", "until", "detail"}\`. Times are in unix seconds.

**Units** are UCUM. Tables can use common spellings, such as \`MWh\`, \`tce\`, \`kgCO2/kWh\` or \`short ton\`. Their values are converted by
exact ratios, never through a binary number. A value that has no exact decimal after the conversion is an error. Spreadsheets and
Parquet files can store a number in binary. Such a number is read as its shortest decimal if that has at most 15 digits. With more
digits it is an error, because nobody wrote them.

**A run looks up a row** by its type and the members in the column "identified by", then by place, then by valid time. Place: the
place of the activity, else its country, else rows without a place. Valid time: the row must be valid throughout the period of the
run; a row without a valid time is always valid. Two rows that match equally are an error in a run. The import already reports them
where their valid times are equal. Rows of types without such members are summed.

**Fusion** makes one version of several. Rows with the same key, and rows that match equally, compete. The rule:
${FUSION_RULE}. The entry \`fusion\` lists the source records and every conflict.

**A large matrix** is one document: an entry \`matrix-document\` with media type, size, SHA-256 and shape. Other rows can sum it up.
A method reads one in Parquet or Matrix Market ([matrices](spec/matrices.md)). \`ledger document send\` gives the file of any entry
with \`sha256\`, \`size\` and \`mediaType\` to the server, for the readers of the record.

In the column "unit", \`*\` is any unit, \`kg/*\` a mass per anything, and \`{currency}\` an ISO 4217 code in braces, such as \`{EUR}\`. Every
other unit allows all units that convert to it. Members with a question mark can be absent. Further members are allowed.`;

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
