import { join } from 'node:path';
import type { Difference } from '../../tables/mrio/balance.ts';
import { DATASET_FILE, type ImportedTable } from '../../tables/mrio/import-table.ts';
import type { ReportBytes } from '../../tables/mrio/table-input.ts';
import { formatTable, plainText } from './text-format.ts';

const MEBIBYTE = 1 << 20;
/** Milliseconds between two lines about the progress. */
const REPORT_EVERY = 2_000;

/** Returns what says how much of a table is read, and how long the rest will take. */
export function reportReading(now: () => number, say: (line: string) => void): ReportBytes {
  const start = now();
  let last = start;
  return (read, total) => {
    const time = now();
    if (time - last < REPORT_EVERY) return;
    last = time;
    const size = (bytes: number): string => (bytes / MEBIBYTE).toFixed(0);
    if (total < read) return say(`${size(read)} MiB read`);
    const left = Math.ceil((((time - start) / read) * (total - read)) / 1000);
    say(`${size(read)} of ${size(total)} MiB read, about ${left} s left`);
  };
}

/** Returns what a command prints about a table as JSON. */
export function summariseTable({ built, accepted, entries, gases }: ImportedTable, output: string): object {
  const { head, regions, sectors, categories, matrices, balance, leftOut } = built;
  return {
    output,
    dataset: join(output, DATASET_FILE),
    ...head,
    regions: regions.length,
    sectors: sectors.length,
    categories: categories.length,
    documents: matrices.map(({ matrix, file, shape, size, sha256, negatives, stressors }) => ({
      ...{ matrix, file: join(output, file), shape, size, sha256, negatives },
      ...(stressors === undefined ? {} : { stressors: stressors.length }),
    })),
    balance,
    judged: built.judged,
    findings: built.findings,
    leftOut,
    accepted,
    gases: gases.length,
    entries: entries.length,
  };
}

/** Returns what a command prints about a table for people. */
export function describeTable({ built, accepted, gases }: ImportedTable, output: string): string {
  const { head, regions, sectors, categories, matrices, balance, leftOut } = built;
  const documents = matrices.map(({ matrix, file, shape: [rows, columns], size, sha256 }) => [
    ...[matrix, `${rows} × ${columns}`, `${size} bytes`, `SHA-256 ${sha256}`, join(output, file)],
  ]);
  const negatives = matrices.filter((each) => each.negatives > 0);
  return [
    formatTable(documents),
    `table     ${head.year}, ${head.multiple === 1 ? '' : `${head.multiple} `}${head.currency}, ${regions.length} regions, ${sectors.length} sectors, ${categories.length} categories of final demand`,
    ...negatives.map(({ matrix, negatives: count }) => `negative  ${count} values of ${matrix}`),
    ...describeDifference('by rows', balance.rows),
    ...describeDifference('by columns', balance.columns),
    ...(built.judged === 0
      ? ['balance   100 % of output is not judged: the table states neither output nor value added']
      : []),
    ...built.findings.map((text) => `look at   ${plainText(text)}`),
    ...leftOut.map(({ name, sum }) => `left out  ${plainText(name)}${sum === null ? '' : `, ${sum} in all`}`),
    ...(gases.length === 0
      ? []
      : [
          `gases     ${gases.length} stressors: ${[...new Set(gases.map(({ detail }) => detail!['gas'] as string))].join(', ')}`,
        ]),
    ...accepted.map((account) => `accepted  ${plainText(account)} is missing`),
    `written to ${output}; next: ledger dataset register ${join(output, DATASET_FILE)}`,
  ].join('\n');
}

function describeDifference(how: string, difference: Difference | null): string[] {
  if (difference === null) return [];
  const { sector, ratio } = difference;
  return [`balance   output ${how} differs by at most ${ratio.toPrecision(2)}: ${plainText(sector)}`];
}
