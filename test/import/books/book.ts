/**
 * A file as a company keeps it, and what an accountant takes out of it. To change a generator is to change a frozen file: write a
 * further book instead.
 */

/** Where a layout was read: the names and the order of columns and rows are taken from there, neither values nor sentences. */
export interface LayoutSource {
  /** A public repository as owner/name with a path in it, or an address. */
  readonly at: string;
  readonly commit?: string;
  readonly took: string;
}

/** A total that must come out exactly, in the unit of the file. */
export interface Total {
  /** What is summed: members of the rows, as the file names them. Absent members: all. */
  readonly of: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly value: string;
  readonly unit: string;
}

/** A question that the page may ask, as a person would put it, and what this company answers. */
export interface Decision {
  readonly question: string;
  readonly answer: string;
}

export interface Expectation {
  readonly title: string;
  readonly sources: readonly LayoutSource[];
  readonly outcome: 'imported' | 'refused';
  /** Rows by type. Where two types are right, both are named, with a bar between. */
  readonly rows: Readonly<Record<string, number>>;
  readonly totals: readonly Total[];
  /** Each spelling that is another one without a question, because it differs in case, blanks or width alone. */
  readonly sameNames: Readonly<Record<string, string>>;
  readonly decisions: readonly Decision[];
  /** What the file has besides its rows. It must not be counted. */
  readonly leftOut: readonly string[];
  /** What the page must say although nobody is asked. */
  readonly reported: readonly string[];
  /** Why the file is refused, one line each. */
  readonly reasons: readonly string[];
}

export interface Book {
  readonly file: string;
  /** The parts of the archive, or the bytes of a text. */
  readonly content: ReadonlyMap<string, string> | Uint8Array;
  readonly expectation: Expectation;
}

/** What an expectation has where a book has nothing of the kind. */
export const NOTHING = {
  outcome: 'imported',
  sameNames: {},
  decisions: [],
  leftOut: [],
  reported: [],
  reasons: [],
} as const;

/** A row that must come out: the members by which totals are made, and its exact amount. */
export interface Amount {
  readonly of: Readonly<Record<string, string>>;
  readonly value: string;
  readonly unit: string;
}

/** Sums exact decimals. */
export function add(values: readonly string[]): string {
  const places = Math.max(0, ...values.map((value) => (value.split('.')[1] ?? '').length));
  const sum = values.reduce((total, value) => total + scale(value, places), 0n);
  return unscale(sum, places);
}

/** The totals of amounts over each distinct set of the named members, in the order of their first row. */
export function totalBy(amounts: readonly Amount[], ...members: readonly string[]): Total[] {
  const groups = new Map<string, { of: Record<string, string>; unit: string; values: string[] }>();
  for (const { of, value, unit } of amounts) {
    const kept = Object.fromEntries(
      members.flatMap((name) => (of[name] === undefined ? [] : [[name, of[name]]])),
    );
    const key = JSON.stringify([kept, unit]);
    const group = groups.get(key) ?? { of: kept, unit, values: [] };
    group.values.push(value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ of, unit, values }) => ({
    of,
    rows: values.length,
    value: add(values),
    unit,
  }));
}

/** An exact product, such as pounds in kilograms. */
export function multiply(left: string, right: string): string {
  const places = [left, right].map((value) => (value.split('.')[1] ?? '').length);
  const [a, b] = [places[0] ?? 0, places[1] ?? 0];
  return unscale(scale(left, a) * scale(right, b), a + b);
}

function scale(value: string, places: number): bigint {
  const [whole = '', part = ''] = value.split('.');
  return BigInt(whole + part.padEnd(places, '0'));
}

function unscale(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const part = digits.slice(digits.length - places).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - places);
  return `${value < 0n ? '-' : ''}${places === 0 ? digits : part === '' ? whole : `${whole}.${part}`}`;
}

/** Whole numbers drawn from a seed, the same on every machine (the generator mulberry32). */
export class Draws {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) % (most - least + 1));
  }

  /** A decimal with so many places, between the same integers. */
  decimal(least: number, most: number, places: number): string {
    const factor = 10 ** places;
    return unscale(BigInt(this.whole(least * factor, most * factor)), places);
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.whole(0, items.length - 1)] as Item;
  }
}

const DAY = 86_400_000;

/** Excel's number of a day: 45292 is 2024-01-01. */
export function daySerial(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY + 25_569;
}

/** The day that is so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The first days of so many months from the first one. */
export function listMonths(first: string, count: number): string[] {
  const [year = 0, month = 0] = first.split('-').map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - 1 + index, 1)).toISOString().slice(0, 10),
  );
}

export const MONTH_NAMES = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A month as people head a column: Apr-24. */
export function shortMonth(day: string): string {
  return `${MONTH_NAMES[Number(day.slice(5, 7)) - 1]}-${day.slice(2, 4)}`;
}
