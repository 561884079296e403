import { Decimal } from 'decimal.js';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../engine/run.ts';
import { measure, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const ROWS = 1_000_000;
const ITEMS = 1_000;
const PLACES = ['CN', 'DE', 'US', 'CN-31', 'FR'];
const YEAR = { from: 1672531200, until: 1704067200 };
const MONTHS = Array.from({ length: 12 }, (_, month) => ({
  from: Date.UTC(2023, month) / 1000,
  until: Date.UTC(2023, month + 1) / 1000,
}));
/** The distance between two rows in the case without order; a prime. */
const STRIDE = 611_953;
const DECIMALS = 6;
const PARAMETERS = { rounding: { mode: 'half-even', decimals: DECIMALS }, period: YEAR, gwpSet: 'AR5' };

const METHOD = `\`runMethod\` of \`value-chain@2\` on ${ROWS.toLocaleString('en-GB')} activity rows (${ITEMS.toLocaleString('en-GB')} items, monthly, in five places) and one factor for each item. The
input is entries in memory, parsed from JSON.

- The account checks every row and finds its factor by item, basis, place and time. It returns one figure for each item, with every
  row and factor in its derivation, one total for each category, and the list of the rows used.
- Bare is a loop of decimal.js (50 digits, half-even) that does only the arithmetic: it parses each amount, converts the item's
  factor to tonnes, multiplies, and adds up for each item.

Both must give the same digits; this is checked. Bare runs first, all in one process.`;

const NOTE = `The memory held is that of the figures: each activity row is in a derivation, next to its factor, with name, value, unit, record and
key. "Not in order" means that each row is 611,953 places after the last one, so the rows must be sorted and are then scattered in
memory.`;

/** Measures an account with derivations, and its arithmetic alone. */
export async function measureRow(): Promise<Row> {
  return measureAccount(ROWS);
}

async function measureAccount(count: number): Promise<Row> {
  const factors = Array.from({ length: ITEMS }, (_, item) => readLine(writeFactor(item)));
  const uses = Array.from({ length: count }, (_, index) => readLine(writeUse(index)));
  sumBare(uses.slice(0, 10_000), factors);
  account(uses.slice(0, 10_000), factors);
  const bare = await measure(() => sumBare(uses, factors));
  const inOrder = await measure(() => account(uses, factors));
  compare(bare.value, inOrder.value);
  const scattered = uses.map((_, index) => readLine(writeUse((index * STRIDE) % count)));
  uses.length = 0;
  const unordered = await measure(() => account(scattered, factors));
  compare(bare.value, unordered.value);
  const most = showMemory(process.resourceUsage().maxRSS * 1024);
  return {
    title: `An account of ${count.toLocaleString('en-GB')} activity rows, with derivations`,
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
    lines: [
      ['bare decimal.js', ...showCost(bare), ''],
      ['account, rows by key', ...showCost(inOrder), ''],
      ['account, rows not in order', ...showCost(unordered), most],
    ],
    goals: [
      {
        what: 'bare / account, rows by key, by processor',
        ratio: bare.cpu / inOrder.cpu,
        goal: 0.5,
        sense: 'at least',
      },
    ],
    notes: [NOTE],
  };
}

function account(uses: readonly InputEntry[], factors: readonly InputEntry[]): RunResult {
  const inputs: InputRecord[] = [
    { record: `0x${'a'.repeat(64)}`, entries: uses },
    { record: `0x${'b'.repeat(64)}`, entries: factors },
  ];
  return runMethod('value-chain@2', inputs, PARAMETERS);
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
    value: `${(index * 7919) % 100_000}.${(index % 99) + 1}5`,
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
