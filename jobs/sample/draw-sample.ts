import * as z from 'zod';
import { parseDecimal, writeTrimmed } from '../../core/encoding/decimal.ts';
import { bytesOf, concatBytes, type Hex } from '../../core/encoding/hex.ts';
import { hashSchema, keySchema, parseWith, uintSchema, withCode } from '../../core/encoding/schema.ts';
import { keccak, keccakText } from '../../core/hashing/keccak.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { rootOfRows } from '../../core/records/row-set.ts';
import { openSelection, selectionSchema } from '../../core/records/selection.ts';

/** The most rows of one sample. */
export const MOST_SAMPLED = 1000;

const decimal = z.string().refine(
  (text) => {
    try {
      return parseDecimal(text).coefficient >= 0n;
    } catch {
      return false;
    }
  },
  withCode('decimal-syntax', 'expected a decimal string of 0 or more, such as "12.5"'),
);
const population = {
  /** The record that holds the rows. */
  record: hashSchema,
  /** Which of its rows can be drawn. */
  selection: selectionSchema,
};
/** Only rows of this unit: values of one unit can be compared and added. */
const unit = z.string().min(1).max(64);
const drawn = { seed: z.string().min(1).max(256), size: uintSchema(1, MOST_SAMPLED) };

/** The schema of a plan from outside. */
export const samplePlanSchema = z.discriminatedUnion('method', [
  z.strictObject({ ...population, ...drawn, unit: unit.nullable(), method: z.literal('random') }),
  z.strictObject({ ...population, ...drawn, unit, method: z.literal('proportional') }),
  z.strictObject({ ...population, unit, method: z.literal('above'), least: decimal }),
  z.strictObject({
    ...population,
    unit: unit.nullable(),
    method: z.literal('chosen'),
    /** The keys of the rows, each once. */
    keys: z
      .array(keySchema)
      .min(1)
      .max(MOST_SAMPLED)
      .refine((keys) => new Set(keys).size === keys.length, 'expected each key once'),
    /** Why these rows. */
    reason: z.string().min(1).max(2000),
  }),
]);

/**
 * How rows are chosen to be looked at. `random`: every row with the same chance, of one unit or, with null, of any. `proportional`: with a chance in proportion to its value,
 * as in monetary-unit sampling. `above`: all rows whose value is `least` or more. `chosen`: by the judgement of who looks, for a reason; such
 * rows stand for no others. Values count without their sign.
 */
export type SamplePlan = z.infer<typeof samplePlanSchema>;

/** A row that was drawn. */
export interface DrawnRow {
  readonly key: string;
  /** How often it was drawn: more than once only where a value is larger than the interval of a proportional sample. */
  readonly hits: number;
}

/** The rows that a plan draws, and what they were drawn from. */
export interface Sample {
  /**
   * The rows that could be drawn. The root is that of a set of rows (§10), null where there are none. The sum is that of their values
   * without signs, null where they may have several units.
   */
  readonly population: { readonly count: number; readonly root: Hex | null; readonly sum: string | null };
  /** In the order in which they were drawn; for `above` the largest first, for `chosen` as the plan names them. */
  readonly rows: readonly DrawnRow[];
}

/** Returns a plan from outside, checked. @throws BadInput with the code of the wrong member */
export function parseSamplePlan(value: unknown): SamplePlan {
  return parseWith(samplePlanSchema, value);
}

/**
 * Draws a sample of the rows of a record. The same plan and rows give the same sample everywhere, in any order of the entries, so that
 * anyone who has the rows can check that nobody chose them. Rows that were chosen are those that the plan names.
 *
 * Each row has the number keccak(keccak(seed) ‖ record ‖ keccak(key)). A random sample has the rows with the lowest numbers. For a
 * proportional one, the rows are laid end to end in the order of their numbers, each as long as its value, and a mark is set every
 * sum ÷ size from a start below that, which is keccak(keccak(seed) ‖ record ‖ keccak("start")) ÷ 2^256 of the interval. A row is drawn for
 * each mark on it. The arithmetic is exact.
 */
export function drawSample(plan: SamplePlan, entries: readonly UnsaltedEntry[]): Sample {
  const isSelected = openSelection(plan.selection);
  const rows = align(
    entries.filter((entry) => (plan.unit === null || entry.unit === plan.unit) && isSelected(entry)),
  );
  const sum = rows.list.reduce((total, { size }) => total + size, 0n);
  const keys = rows.list.map(({ key }) => key);
  return {
    population: {
      count: keys.length,
      root: keys.length === 0 ? null : rootOfRows(plan.record, keys),
      sum: plan.unit === null ? null : writeTrimmed({ coefficient: sum, scale: rows.scale }),
    },
    rows: keys.length === 0 ? [] : draw(plan, rows, sum),
  };
}

interface Row {
  readonly key: string;
  /** Its value without its sign, in units of 10^−scale. */
  readonly size: bigint;
}

interface Rows {
  readonly list: readonly Row[];
  readonly scale: number;
}

/** Returns the values of rows as whole numbers of one scale. */
function align(entries: readonly UnsaltedEntry[]): Rows {
  const parsed = entries.map(({ key, value }) => ({ key, ...parseDecimal(value) }));
  const scale = parsed.reduce((most, row) => Math.max(most, row.scale), 0);
  const list = parsed.map((row) => {
    const size = row.coefficient * 10n ** BigInt(scale - row.scale);
    return { key: row.key, size: size < 0n ? -size : size };
  });
  return { list, scale };
}

function draw(plan: SamplePlan, rows: Rows, sum: bigint): DrawnRow[] {
  switch (plan.method) {
    case 'random':
      return order(plan, rows.list)
        .slice(0, plan.size)
        .map(({ key }) => ({ key, hits: 1 }));
    case 'proportional':
      return drawProportional(plan, order(plan, rows.list), sum);
    case 'above':
      return listAbove(plan.least, rows).map(({ key }) => ({ key, hits: 1 }));
    case 'chosen': {
      const known = new Set(rows.list.map(({ key }) => key));
      return plan.keys.filter((key) => known.has(key)).map((key) => ({ key, hits: 1 }));
    }
  }
}

type Seeded = Pick<Extract<SamplePlan, { seed: string }>, 'seed' | 'record' | 'size'>;

/** Returns rows in the order of their numbers. */
function order(plan: Seeded, rows: readonly Row[]): Row[] {
  const number = openNumbers(plan);
  return rows
    .map((row) => ({ row, number: number(row.key) }))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .map(({ row }) => row);
}

/** Returns the numbers of keys; a function, as the seed is hashed once. */
function openNumbers({ seed, record }: Seeded): (key: string) => bigint {
  const start = concatBytes(keccakText(seed), bytesOf(record));
  return (key) => numberOf(keccak(concatBytes(start, keccakText(key))));
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** 2^256, above every number. */
const LIMIT = 1n << 256n;

function drawProportional(plan: Seeded, rows: readonly Row[], sum: bigint): DrawnRow[] {
  const start = openNumbers(plan)('start');
  const parts = BigInt(plan.size);
  const drawnRows: DrawnRow[] = [];
  let end = 0n;
  let mark = 0n;
  for (const { key, size } of rows) {
    end += size;
    let hits = 0;
    // The mark is at (start ÷ 2^256 + mark) × sum ÷ parts.
    while (mark < parts && (start + mark * LIMIT) * sum < end * parts * LIMIT) {
      hits += 1;
      mark += 1n;
    }
    if (hits > 0) drawnRows.push({ key, hits });
  }
  return drawnRows;
}

function listAbove(least: string, { list, scale }: Rows): Row[] {
  const { coefficient, scale: digits } = parseDecimal(least);
  const most = Math.max(scale, digits);
  const limit = coefficient * 10n ** BigInt(most - digits);
  const factor = 10n ** BigInt(most - scale);
  return list
    .filter(({ size }) => size * factor >= limit)
    .sort((a, b) => (a.size === b.size ? (a.key < b.key ? -1 : 1) : a.size > b.size ? -1 : 1))
    .slice(0, MOST_SAMPLED);
}
