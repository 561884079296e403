import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { importDataset } from '../../cli/inputs/import-dataset.ts';
import { openTableFile } from '../../cli/inputs/table-file.ts';
import { NO_MAPPING } from '../../tables/column-plan.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { measure, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const ROWS = 1_000_000;
const HEADER =
  'key,value,unit,from,until,detail.row,detail.fuel,detail.category,detail.geography,detail.facility';
const FUELS = ['anthracite', 'lignite', 'coking-coal', 'natural-gas', 'diesel'];
const PLACES = ['CN', 'DE', 'US', 'CN-31', 'FR'];

const METHOD = `\`ledger dataset import\` of a CSV file of ${ROWS.toLocaleString('en-GB')} activity rows in ten columns. It parses numbers, units, times and details, checks every row
against its type, refuses duplicate keys, writes the dataset file and hashes the table. Bare is \`csv-parse\` over the same file; it
only counts the records. Both run in one process, bare first. _Peak_ is the peak memory of the process so far.`;

const NOTE = `Only the set of keys, which finds duplicates, grows with the table. Rows are read, checked and written in batches.`;

/** Measures an import, and a bare parse of the same file. */
export function measureRow(): Promise<Row> {
  return measureImport(ROWS);
}

async function measureImport(count: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-import-'));
  const file = join(folder, 'activity.csv');
  try {
    await pipeline(Readable.from(writeTable(count)), createWriteStream(file));
    const bare = await measure(() => countRecords(file));
    const mostBare = process.resourceUsage().maxRSS * 1024;
    const imported = await measure(() => importTable(file, join(folder, 'activity.ndjson')));
    const mostImported = process.resourceUsage().maxRSS * 1024;
    if (bare.value !== count + 1 || imported.value !== count) throw new Error('rows were lost');
    return {
      title: `Import of ${count.toLocaleString('en-GB')} CSV rows, validated`,
      method: METHOD,
      head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
      lines: [
        ['bare csv-parse', ...showCost(bare), showMemory(mostBare)],
        ['import', ...showCost(imported), showMemory(mostImported)],
      ],
      goals: [
        {
          what: 'bare / import, by processor',
          ratio: bare.cpu / imported.cpu,
          goal: 0.334,
          sense: 'at least',
        },
      ],
      notes: [NOTE],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Yields the chunks of a table. Its rows differ in key, value, fuel, place and facility. */
function* writeTable(count: number): Generator<string> {
  yield `${HEADER}\n`;
  for (let start = 0; start < count; start += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - start) }, (_, index) => writeRow(start + index));
    yield rows.join('');
  }
}

function writeRow(index: number): string {
  const fuel = FUELS[index % FUELS.length]!;
  const place = PLACES[(index % 7) % PLACES.length]!;
  const facility = `works-${index % 1000}`;
  const value = `${(index * 7919) % 100_000}.${(index % 99) + 1}5`;
  return `fuel/${facility}/${index},${value},t,2023-01-01,2024-01-01,fuel-use,${fuel},1.A.2,${place},${facility}\n`;
}

async function countRecords(file: string): Promise<number> {
  let count = 0;
  for await (const _record of createReadStream(file).pipe(parse())) count++;
  return count;
}

async function importTable(file: string, output: string): Promise<number> {
  const terminal = openTerminal();
  const { rows } = await importDataset(
    terminal,
    output,
    {
      file: openTableFile(terminal, file),
      dataset: 'activity',
      mapping: NO_MAPPING,
      table: { delimiter: undefined, sheet: undefined, style: null },
      source: { title: 'activity', provider: 'bench', licence: 'none' },
      documents: [],
    },
    { onRows: () => {} },
  );
  return rows;
}
