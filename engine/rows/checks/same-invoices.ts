import { listSome } from '../../errors/list-some.ts';
import { convertAmount } from '../../quantities/unit.ts';
import type { Row } from '../row.ts';
import { findRowType } from '../types/row-types.ts';
import { countDigits } from './carrier.ts';
import { textOf, warn, type RowWarning } from './check.ts';

/** A round amount, such as 2 nights, is nothing unusual twice: one of so many digits is. */
const LEAST_DIGITS = 3;
/** Members that two rows of one invoice need not both state. */
const OPTIONAL = ['entity', 'facility', 'meter', 'supplier'];
/** Members that do not say what a row is about. A name `source` does, and a publication does not. */
const BESIDE: ReadonlySet<string> = new Set(['title', 'custom', 'uncertainty', 'quality']);

/** Warns of rows with the same amount of the same thing in the same period, under different keys: likely one invoice, given twice. */
export function warnOfSameInvoices(carrier: readonly Row[]): RowWarning[] {
  return findSame(carrier).map(describe);
}

/** Rows of one invoice: the first one, and those that repeat it. */
interface Same {
  readonly first: Row;
  readonly more: Row[];
}

function describe({ first, more }: Same): RowWarning {
  const [again = first, ...others] = more;
  const { value, unit } = first;
  const keys = listSome([again, ...others].map(({ key }) => key));
  const message =
    `${keys}: the same amount (${value} ${unit.text}) of the same source and period as ${first.key}: ` +
    'remove what is given twice, if it is the same invoice';
  return warn('likely-double', message, [again, first, ...others], more);
}

/** How many rows are compared with one that has the digits and the period of others. What is so common can't be one invoice. */
const MOST_COMPARED = 16;

/** Finds rows that repeat another one, by a table of hashes of digits and times: no text is made for a row. */
function findSame(rows: readonly Row[]): Same[] {
  let size = 16;
  while (size < 2 * rows.length) size *= 2;
  const [places, hashes] = [new Int32Array(size), new Int32Array(size)];
  const found = new Map<Row, Same>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const own = hash(row);
    let place = own & (size - 1);
    let first: Row | undefined;
    for (let step = 0; step < MOST_COMPARED && places[place] !== 0; step++) {
      const other = hashes[place] === own ? rows[places[place]! - 1]! : undefined;
      if (other !== undefined && isSameInvoice(other, row)) first = other;
      if (first !== undefined) break;
      place = (place + 1) & (size - 1);
    }
    if (first !== undefined) addSame(found, first, row);
    else if (places[place] === 0) [places[place], hashes[place]] = [at + 1, own];
  }
  return [...found.values()];
}

function addSame(found: Map<Row, Same>, first: Row, again: Row): void {
  const same = found.get(first) ?? { first, more: [] };
  found.set(first, same);
  same.more.push(again);
}

const [DIGIT_ZERO, DIGIT_NINE] = [48, 57];
const MIX = 112_755;

/** Returns a hash of the significant digits of a row, which are those of 1000 kg for 1 t too, and of the beginning of its period. */
function hash({ value, from }: Row): number {
  let sum = from | 0;
  let zeros = 0;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < DIGIT_ZERO || code > DIGIT_NINE) continue;
    if (code === DIGIT_ZERO) {
      zeros++;
      continue;
    }
    for (; zeros > 0; zeros--) sum = (sum * 31) | 0;
    sum = (sum * 31 + code) | 0;
    zeros = 0;
  }
  // Spreads what differs over all bits; the products are below 2^53, so every machine computes them alike.
  sum = ((sum ^ (sum >>> 15)) * MIX) | 0;
  return ((sum ^ (sum >>> 13)) * MIX) | 0;
}

function isSameInvoice(a: Row, b: Row): boolean {
  if (a.from !== b.from || a.until !== b.until || a.amount.isZero()) return false;
  if (a.unit === b.unit ? a.value !== b.value : !isSameAmount(a, b)) return false;
  if (countDigits(a.value) >= LEAST_DIGITS) return isSameSource(a, b, OPTIONAL);
  return findRowType(a.detail.row)?.series !== undefined && isSameSource(a, b, []);
}

function isSameAmount(a: Row, b: Row): boolean {
  const { dimension, substance } = a.unit;
  if (b.unit.dimension !== dimension || b.unit.substance !== substance) return false;
  return convertAmount(b.amount, b.unit, a.unit).minus(a.amount).isZero();
}

/** Whether two rows say the same of what they are about; `optional` are members that one of them need not state. */
function isSameSource(a: Row, b: Row, optional: readonly string[]): boolean {
  if (a.detail === b.detail) return true;
  const [own, other] = [a.detail, b.detail] as unknown as Readonly<Record<string, unknown>>[];
  for (const member of new Set([...Object.keys(own!), ...Object.keys(other!)])) {
    if (BESIDE.has(member)) continue;
    const [one, two] = [a, b].map(({ detail }) => textOf(detail, member));
    if (one === two || (optional.includes(member) && (one === undefined || two === undefined))) continue;
    return false;
  }
  return true;
}
