import { Decimal } from 'decimal.js';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { resultOfEntries } from '../../cli/inputs/result-inputs.ts';
import { formatDerivation } from '../../cli/output/figures/derivation.ts';
import { traceDerivation } from '../../jobs/explain/trace-derivation.ts';
import { entriesOfRun } from '../../jobs/engines/result-entries.ts';
import { BATCH, createBatch } from '../../core/hashing/keccak-batch.ts';
import { hashTexts } from '../../core/hashing/keccak-texts.ts';
import type { ShownEntry } from '../../core/proofs/bundle.ts';
import { rootOfRows } from '../../core/records/row-set.ts';
import { compareResults } from '../../engine/compare/compare.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../engine/run.ts';
import { measure, measureMedian, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const ROWS = 1_000_000;
const ITEMS = 1_000;
const TIMES = 3;
const PLACES = ['CN', 'DE', 'US', 'CN-31', 'FR'];
const YEAR = { from: 1672531200, until: 1704067200 };
const MONTHS = Array.from({ length: 12 }, (_, month) => ({
  from: Date.UTC(2023, month) / 1000,
  until: Date.UTC(2023, month + 1) / 1000,
}));
/** The distance between two rows in the case without order; a prime. */
const STRIDE = 611_953;
const DECIMALS = 6;
const ABOUT = 'value-chain@2';
const PARAMETERS = {
  rounding: { mode: 'half-even', decimals: DECIMALS },
  period: YEAR,
  gwpSet: 'AR5',
} as const;

const METHOD = `\`runMethod\` of \`value-chain@2\` on ${ROWS.toLocaleString('en-GB')} activity rows (${ITEMS.toLocaleString('en-GB')} items, monthly, in five places, in amounts of sites of different size with a season) and one
factor for each item. The input is entries in memory, parsed from JSON.

- The account checks every row and finds its factor by item, basis, place and time. It returns one figure for each item, one total for each
  category, their derivations, and what became of every row.
- Bare is a loop of decimal.js (50 digits, half-even) that does only the arithmetic: it parses each amount, converts the item's
  factor to tonnes, multiplies, and adds up for each item.
- Roots are those of the ${ITEMS.toLocaleString('en-GB')} sets of the figures and of the run's set of all activity rows. Bare hashes are as many hashes of the
  same lengths, by the same kernel, and nothing else.
- The stored result is its entries as JSON. The repeated run has the entries that the first one used. Explained is the whole result and one
  of its items; compared are this result and that of another year, in which one row differs.

Account and bare loop must give the same digits; this is checked. All run in one process, and times are medians of three.`;

const NOTE = `"Not in order" means that each row is 611,953 places after the last one, so the rows must be sorted and are then scattered in memory.
The memory held is that of the result.`;

/** Measures an account with derivations, its arithmetic and its hashes alone, and what is done with the result. */
export async function measureRow(): Promise<Row> {
  const factors = Array.from({ length: ITEMS }, (_, item) => readLine(writeFactor(item)));
  const uses = Array.from({ length: ROWS }, (_, index) => readLine(writeUse(index)));
  sumBare(uses.slice(0, 10_000), factors);
  account(uses.slice(0, 10_000), factors, true);
  const bare = await measureMedian(TIMES, () => sumBare(uses, factors));
  const inOrder = await measureMedian(TIMES, () => account(uses, factors, false));
  compare(bare.value, inOrder.value);
  const keys = uses.map(({ key }) => key);
  const sets = [
    ...Array.from({ length: ITEMS }, (_, item) => keys.slice(item * OF_ITEM, (item + 1) * OF_ITEM)),
    keys,
  ];
  const hashes = await measureMedian(TIMES, () => hashBare(sets));
  const roots = await measureMedian(TIMES, () => sets.map((set) => rootOfRows(RECORD, set)).length);
  const whole = await measureMedian(TIMES, () => account(uses, factors, true));
  const stored = writeResult(whole.value);
  const repeated = await measureMedian(TIMES, () => repeat(uses, factors));
  const changed = account([{ ...uses[0]!, value: '7' }, ...uses.slice(1)], factors, true);
  const explained = await measure(() => explain(stored));
  const compared = await measure(() => compareStored(stored, writeResult(changed)));
  const scattered = uses.map((_, index) => readLine(writeUse((index * STRIDE) % ROWS)));
  uses.length = 0;
  const bareUnordered = await measureMedian(TIMES, () => sumBare(scattered, factors));
  const unordered = await measureMedian(TIMES, () => account(scattered, factors, false));
  compare(bare.value, unordered.value);
  const most = showMemory(process.resourceUsage().maxRSS * 1024);
  const ratio = (what: string, value: number, goal: number, sense: 'at least' | 'at most'): Goal => ({
    what,
    ratio: value,
    goal,
    sense,
  });
  return {
    title: `An account of ${ROWS.toLocaleString('en-GB')} activity rows, with derivations`,
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
    lines: [
      ['bare decimal.js', ...showCost(bare), ''],
      ['account without roots, rows by key', ...showCost(inOrder), ''],
      ['bare decimal.js, rows not in order', ...showCost(bareUnordered), ''],
      ['account without roots, rows not in order', ...showCost(unordered), most],
      ['bare hashes', ...showCost(hashes), ''],
      ['roots of the sets', ...showCost(roots), ''],
      ['account with roots', ...showCost(whole), ''],
      ['repeated run', ...showCost(repeated), ''],
      ['explain one item', ...showCost(explained), ''],
      ['compare with another result', ...showCost(compared), ''],
    ],
    goals: [
      ratio(
        'bare / account without roots, rows by key, by processor',
        bare.cpu / inOrder.cpu,
        0.8,
        'at least',
      ),
      ratio(
        'bare / account without roots, in any order, by processor',
        bareUnordered.cpu / unordered.cpu,
        0.5,
        'at least',
      ),
      ratio('roots / bare hashes, by processor', roots.cpu / hashes.cpu, 1.5, 'at most'),
      ratio('repeated run / account with roots, by processor', repeated.cpu / whole.cpu, 1.15, 'at most'),
      ratio('memory held / 60 MiB', whole.held / (60 * 2 ** 20), 1, 'at most'),
      ratio('stored result / 2 MB', stored.length / 2e6, 1, 'at most'),
      ratio('explain / 2 s, by the clock', explained.wall / 2000, 1, 'at most'),
      ratio('compare / 2 s, by the clock', compared.wall / 2000, 1, 'at most'),
    ],
    notes: [NOTE],
  };
}

type Goal = NonNullable<Row['goals']>[number];

/** How many rows each item has. */
const OF_ITEM = ROWS / ITEMS;
const RECORD = `0x${'a'.repeat(64)}` as const;
const FACTORS = `0x${'b'.repeat(64)}` as const;

function inputsOf(uses: readonly InputEntry[], factors: readonly InputEntry[]): InputRecord[] {
  return [
    { record: RECORD, entries: uses },
    { record: FACTORS, entries: factors },
  ];
}

function account(uses: readonly InputEntry[], factors: readonly InputEntry[], roots: boolean): RunResult {
  return runMethod(ABOUT, inputsOf(uses, factors), PARAMETERS, { roots });
}

function repeat(uses: readonly InputEntry[], factors: readonly InputEntry[]): RunResult {
  const { rounding, ...parameters } = PARAMETERS;
  return repeatRun({ method: ABOUT, parameters, rounding }, inputsOf(uses, factors));
}

/** Returns the entries of a result as they are stored. */
function writeResult(result: RunResult): string {
  return JSON.stringify(entriesOfRun(result, describeRun(ABOUT, PARAMETERS, result, RECORD)));
}

function explain(stored: string): number {
  const { figures } = resultOfEntries(JSON.parse(stored) as ShownEntry[], 'whole');
  return formatDerivation(traceDerivation(figures[0]!, figures)).length;
}

function compareStored(before: string, after: string): number {
  const [old, fresh] = [before, after].map((text) =>
    resultOfEntries(JSON.parse(text) as ShownEntry[], 'whole'),
  );
  const { changed } = compareResults(old!, fresh!);
  if (changed.length !== 2)
    throw new Error(`expected an item and its total to differ, got ${changed.length}`);
  return changed.length;
}

const structs = createBatch(96);
const nodes = createBatch(64);

/** Makes as many hashes as the leaves and nodes of the trees of the sets: two for each row, and one less than the rows. */
function hashBare(sets: readonly (readonly string[])[]): number {
  let count = 0;
  for (const set of sets)
    for (let from = 0; from < set.length; from += BATCH) {
      const size = Math.min(BATCH, set.length - from);
      hashTexts(set, from, size);
      structs.hash(size);
      nodes.hash(size);
      count += size;
    }
  return count;
}

const Exact = Decimal.clone({ defaults: true, precision: 50, rounding: Decimal.ROUND_HALF_EVEN });

/** Returns the tonnes of each item by its key: the sum of amount × factor, converted from kg. */
function sumBare(uses: readonly InputEntry[], factors: readonly InputEntry[]): ReadonlyMap<string, Decimal> {
  const byItem = new Map(factors.map(({ value, detail }) => [detail!['item'], new Exact(value!)]));
  const kilogram = new Exact('0.001');
  const sums = new Map<unknown, Decimal>();
  for (const { value, detail } of uses) {
    const item = detail!['item'];
    const emitted = new Exact(value!).times(byItem.get(item)!.times(kilogram));
    const sum = sums.get(item);
    sums.set(item, sum === undefined ? emitted : sum.plus(emitted));
  }
  return new Map([...sums].map(([item, sum]) => [String(item), sum.toDecimalPlaces(DECIMALS)]));
}

function compare(bare: ReadonlyMap<string, Decimal>, { figures }: RunResult): void {
  const items = figures.filter(({ key }) => !key.endsWith('/total'));
  const equal = items.every(
    ({ key, value }) => bare.get(key.slice(key.lastIndexOf('/') + 1))?.eq(value) === true,
  );
  if (!equal || items.length !== bare.size) throw new Error('the account and the bare loop differ');
}

/** Returns activity row `index`. Rows ascend by key: item, site, month. */
function writeUse(index: number): InputEntry {
  const item = pad(Math.floor((index * ITEMS) / ROWS));
  const [site, month] = [Math.floor(index / MONTHS.length), index % MONTHS.length];
  return {
    key: `purchases/item-${item}/site-${pad(site)}/2023-${pad(month + 1)}`,
    value: amountOf(site, month),
    unit: 't',
    ...MONTHS[month]!,
    detail: {
      row: 'value-chain-activity',
      item: `item-${item}`,
      category: `3.${(Number(item) % 15) + 1}`,
      basis: 'life-cycle',
      geography: PLACES[site % PLACES.length]!,
      facility: `site-${site % 100}`,
    },
  };
}

/** How the amounts of a year's months go up and down, in hundredths of their mean. */
const SEASON = [112, 109, 104, 98, 94, 91, 90, 90, 95, 100, 106, 111];

/** Returns what a site buys in a month: amounts of its size, with a season, and some hundredths up or down. */
function amountOf(site: number, month: number): string {
  const hundredths = (300 + ((site * 7919) % 60_000)) * SEASON[month]!;
  const varied = Math.floor((hundredths * (1000 + ((site * 31 + month * 7919) % 97))) / 1000);
  return `${Math.floor(varied / 100)}.${String(varied % 100).padStart(2, '0')}5`;
}

function writeFactor(item: number): InputEntry {
  return {
    key: `factor/item-${pad(item)}`,
    value: `${item + 1}.37`,
    unit: 'kg{CO2e}/t',
    from: 0,
    until: 0,
    detail: {
      row: 'activity-factor',
      item: `item-${pad(item)}`,
      gases: ['CO2e'],
      gwpSet: 'AR5',
      basis: 'life-cycle',
      year: 2023,
    },
  };
}

/** Returns a copy of an entry as if parsed from JSON, so that it shares no strings with others. */
function readLine(entry: InputEntry): InputEntry {
  return JSON.parse(JSON.stringify(entry)) as InputEntry;
}

function pad(index: number): string {
  return String(index).padStart(6, '0');
}
