import { convertAmount } from '../../quantities/unit.ts';
import type { Row } from '../row.ts';
import { findRowType } from '../types/row-types.ts';
import { countDigits } from './carrier.ts';
import { textOf, warn, type Activities, type RowWarning } from './check.ts';

/** A round amount, such as 2 nights, is nothing unusual twice: one of so many digits is. */
const LEAST_DIGITS = 3;
/** Members that two rows of one invoice need not both state. */
const OPTIONAL = ['entity', 'facility', 'meter', 'supplier'];
/** Members that do not say what a row is about. A name `source` does, and a publication does not. */
const BESIDE: ReadonlySet<string> = new Set(['title', 'custom', 'uncertainty', 'quality']);

/** Warns of rows with the same amount of the same thing in the same period, under different keys: likely one invoice, given twice. */
export function warnOfSameInvoices(activities: Activities): RowWarning[] {
  return [...activities].flatMap(([type, rows]) =>
    type === 'instrument' ? [] : findSame(rows).map(describe),
  );
}

/** Rows of one invoice: the first one, and those that repeat it. */
interface Same {
  readonly first: Row;
  readonly more: Row[];
}

function describe({ first, more }: Same): RowWarning {
  const [again = first, ...others] = more;
  const { value, unit } = first;
  const keys = [again, ...others].map(({ key }) => key).join(', ');
  const message =
    `${keys}: the same amount (${value} ${unit.text}) of the same source and period as ${first.key}: ` +
    'remove what is given twice, if it is the same invoice';
  return warn('likely-double', message, [again, first, ...others], more);
}

/** How many rows are compared with one that has the digits and the period of others. What is so common is no invoice. */
const MOST_COMPARED = 16;

/** Finds rows that repeat another one, by a table of hashes of digits and times: no text is made for a row. */
function findSame(rows: readonly Row[]): Same[] {
  let size = 16;
  while (size < 2 * rows.length) size *= 2;
  const places = new Int32Array(size);
  const found = new Map<Row, Same>();
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    let place = hash(row) & (size - 1);
    for (let step = 0; step < MOST_COMPARED; step++, place = (place + 1) & (size - 1)) {
      const other = rows[places[place]! - 1];
      if (other === undefined) {
        places[place] = at + 1;
        break;
      }
      if (!isSameInvoice(other, row)) continue;
      const same = found.get(other) ?? { first: other, more: [] };
      found.set(other, same);
      same.more.push(row);
      break;
    }
  }
  return [...found.values()];
}

const [DIGIT_ZERO, DIGIT_NINE] = [48, 57];

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
  return sum ^ (sum >>> 15);
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
