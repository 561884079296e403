import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readByteLines } from '../../tables/mrio/byte-lines.ts';
import { EXIOBASE } from '../../tables/mrio/publishers/exiobase.ts';
import { importTable } from '../../tables/mrio/import-table.ts';
import { openTableSource } from '../../tables/mrio/source-folder.ts';
import { measure, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const REGIONS = 49;
const SECTORS = 100;
const COUNT = REGIONS * SECTORS;
const CATEGORIES = 7;
/** Rows of numbers that differ: they take turns. */
const VARIANTS = 40;

const METHOD = `\`ledger dataset table exiobase\` of a made table: Z of ${COUNT.toLocaleString('en-GB')} rows and columns as text, of whose cells two fifths have 12 digits and
the others are zero, Y of ${REGIONS * CATEGORIES} columns, and one stressor. It reads every number to its nearest double, checks labels and shapes, hashes the
files, and writes and hashes the documents. Bare is a pass over Z alone that reads lines, splits them at tabs, and adds up the lengths of the cells;
and the same with \`Number\` of each cell. All run in one process, in this order. _Peak_ is the peak memory of the process so far.`;

/** Measures how a publisher's table is read, and bare passes over its largest file. */
export async function measureRow(): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-table-'));
  try {
    const root = join(folder, 'IOT_2019_ixi');
    await writeTable(root);
    const z = join(root, 'Z.txt');
    const split = await measure(() =>
      splitLines(z, (cells) => cells.reduce((sum, cell) => sum + cell.length, 0)),
    );
    const peakOfSplit = process.resourceUsage().maxRSS * 1024;
    const parsed = await measure(() =>
      splitLines(z, (cells) => cells.slice(2).reduce((sum, cell) => sum + Number(cell), 0)),
    );
    const peakOfParsed = process.resourceUsage().maxRSS * 1024;
    const read = await measure(() => readTable(root, join(folder, 'out')));
    const peakOfRead = process.resourceUsage().maxRSS * 1024;
    return {
      title: `Reading a table of ${COUNT.toLocaleString('en-GB')} sectors`,
      method: METHOD,
      head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
      lines: [
        ['lines, split', ...showCost(split), showMemory(peakOfSplit)],
        ['lines, split, Number', ...showCost(parsed), showMemory(peakOfParsed)],
        ['read', ...showCost(read), showMemory(peakOfRead)],
      ],
      goals: [
        {
          what: 'lines, split, Number / read, by processor',
          ratio: parsed.cpu / read.cpu,
          goal: 0.5,
          sense: 'at least',
        },
      ],
      notes: [`Z takes ${showMemory(8 * COUNT * COUNT)} as doubles. No other matrix is in memory with it.`],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeTable(root: string): Promise<void> {
  await mkdir(join(root, 'satellite'), { recursive: true });
  const labels = pairs(SECTORS, 'Sector');
  const demand = pairs(CATEGORIES, 'Category');
  const variants = Array.from({ length: VARIANTS }, (_, at) => makeNumbers(at).join('\t'));
  const rowOfDemand = demand.map((_, at) => `${at}.5`).join('\t');
  await pipeline(
    Readable.from(formatRows(labels, 'sector', (row) => variants[row % VARIANTS]!)),
    createWriteStream(join(root, 'Z.txt')),
  );
  await pipeline(
    Readable.from(formatRows(demand, 'category', () => rowOfDemand)),
    createWriteStream(join(root, 'Y.txt')),
  );
  const units = labels.map((label) => `${label.join('\t')}\tM.EUR\n`);
  await writeFile(join(root, 'unit.txt'), `region\tsector\tunit\n${units.join('')}`);
  const header = [...formatHeader(labels, 'sector', 1)].join('');
  await writeFile(join(root, 'satellite', 'F.txt'), `${header}CO2\t${variants[0]!}\n`);
  await writeFile(join(root, 'satellite', 'unit.txt'), 'stressor\tunit\nCO2\tkg\n');
}

function pairs(count: number, name: string): [string, string][] {
  return Array.from({ length: REGIONS * count }, (_, at) => [
    `R${Math.floor(at / count)}`,
    `${name} number ${at % count}`,
  ]);
}

/** Numbers of 12 digits and zeros, the same in each run. */
function makeNumbers(seed: number): string[] {
  return Array.from({ length: COUNT }, (_, at) => {
    const mixed = Math.imul((at + 1) * 2654435761 + seed * 40503, 2246822519) >>> 0;
    return mixed % 5 < 3 ? '0' : (mixed / (1 + (mixed % 9999))).toPrecision(12);
  });
}

function* formatHeader(columns: readonly [string, string][], what: string, index: number): Generator<string> {
  const blank = '\t'.repeat(index - 1);
  yield `region${blank}\t${columns.map(([region]) => region).join('\t')}\n`;
  yield `${what}${blank}\t${columns.map(([, name]) => name).join('\t')}\n`;
  yield `${index === 1 ? 'stressor' : 'region\tsector'}${'\t'.repeat(columns.length)}\n`;
}

function* formatRows(
  columns: readonly [string, string][],
  what: string,
  numbersOf: (row: number) => string,
): Generator<string> {
  yield* formatHeader(columns, what, 2);
  for (const [row, label] of pairs(SECTORS, 'Sector').entries())
    yield `${label.join('\t')}\t${numbersOf(row)}\n`;
}

async function splitLines(path: string, take: (cells: string[]) => number): Promise<number> {
  const decoder = new TextDecoder();
  let sum = 0;
  const bytes = createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const line of readByteLines(path, bytes)) sum += take(decoder.decode(line.bytes).split('\t'));
  return sum;
}

async function readTable(root: string, folder: string): Promise<void> {
  await mkdir(folder);
  const source = await openTableSource(root);
  await importTable(
    {
      ...{ format: EXIOBASE, source, tolerance: null, previous: null, acceptMissing: [], gases: null },
      about: { title: 'made', provider: 'bench', licence: 'none' },
      options: { year: 2019, accounts: null },
    },
    folder,
    { signal: new AbortController().signal, onBytes: () => {} },
  );
}
