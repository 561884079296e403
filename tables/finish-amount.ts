import { MAX_SCALE, writeTrimmed } from '../core/encoding/decimal.ts';
import { showValue } from '../core/errors.ts';
import { Amount, parseAmount } from '../engine/quantities/decimal.ts';
import { convertSpelled, readUnitSpelling, type SpelledUnit } from '../engine/quantities/unit-spelling.ts';
import { type NumberStyle, readFraction, readNumber } from './cells/number-cell.ts';
import { CellFault } from './cells/table-problem.ts';
import type { Cell } from './cells/table.ts';
import type { CellStyle, PartialEntry, Term } from './partial-entry.ts';
import { isEmptyCell } from './layout/cell-text.ts';
import { isUnitSpelling, spellUnit, splitUnit } from './layout/header-units.ts';

/** Converts the value to a canonical decimal; of a fraction, its numerator until the unit is known. @throws CellFault */
export function finishValue(partial: PartialEntry, style: CellStyle): void {
  const { entry, rawValue } = partial;
  if (rawValue === null) return;
  if (style === 'as-hashed') {
    entry.value = readCanonical(rawValue);
    return;
  }
  const withUnit = splitAmount(rawValue);
  if (withUnit !== null) {
    entry.value = readNumber(withUnit.amount, style);
    entry.unit = withUnit.unit;
    return;
  }
  const fraction = readFraction(rawValue);
  entry.value = fraction === null ? readNumber(rawValue, style) : String(fraction.numerator);
  partial.divisor = fraction?.denominator ?? 1n;
}

const AMOUNT_AND_UNIT = /^([+-]?\d[\d.,'’\s]*?)\s*([^\d\s.,'’+/-].*)$/;

/** Returns the parts of a text such as `129.5 MWh`, which states its own unit; null of any other. */
function splitAmount(cell: Cell): { readonly amount: string; readonly unit: string } | null {
  if (typeof cell !== 'string') return null;
  const [, amount = '', unit = ''] = AMOUNT_AND_UNIT.exec(cell.trim()) ?? [];
  return amount !== '' && isUnitSpelling(unit.trim()) ? { amount, unit: unit.trim() } : null;
}

/** Refuses a value that is not spelled as it is hashed; the message gives that spelling. */
function readCanonical(cell: Cell): string {
  let canonical: string;
  try {
    canonical = readNumber(cell, { decimal: '.', thousands: null });
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    throw new CellFault(
      error.code,
      `not a canonical decimal: ${showValue(cell)}. Write digits and a decimal point alone, such as 12500.5`,
    );
  }
  if (canonical === cell) return canonical;
  throw new CellFault('bad-value', `not a canonical decimal: write ${canonical}, not ${showValue(cell)}`);
}

/**
 * Converts the unit to UCUM, even if the value could not be read. The value is converted exactly if the unit had another spelling.
 * @throws EngineError
 */
export function finishUnit(partial: PartialEntry): void {
  const { entry, divisor } = partial;
  if (entry.unit === '') return;
  entry.unit = spellUnit(entry.unit) ?? entry.unit;
  if (partial.per !== '') entry.unit = `${entry.unit}/${spellUnit(partial.per) ?? partial.per}`;
  const spelled = readUnitSpelling(entry.unit);
  for (const [member, stated] of Object.entries(spelled.stated)) stateByUnit(entry, member, String(stated));
  entry.unit = spelled.unit;
  if (entry.value === null) return;
  if (divisor === 1n) entry.value = convertSpelled(entry.value, spelled);
  else divide(partial, entry.value, spelled);
}

/**
 * Adds an amount of another column to the value, or subtracts it. Its unit is the one in its cell, else in the name of its column, else that of
 * the row; it must be the unit of the value. An empty value counts as zero.
 * @throws CellFault, EngineError
 */
export function addTerm(
  { entry, per }: PartialEntry,
  { column, cell, sign }: Term,
  style: NumberStyle,
  unitOfRow: string,
): void {
  if (isEmptyCell(cell) || entry.unit === '') return;
  const withUnit = splitAmount(cell);
  const stated = withUnit?.unit ?? splitUnit(column)?.unit ?? unitOfRow;
  const spelled = readUnitSpelling(per === '' ? stated : `${stated}/${per}`);
  if (spelled.unit !== entry.unit) {
    const message = `${showValue(cell)} is in ${spelled.unit}, and the amount of the row in ${entry.unit}: state both in one unit`;
    throw new CellFault('bad-value', message);
  }
  const amount = parseAmount(convertSpelled(readNumber(withUnit?.amount ?? cell, style), spelled));
  const sum = parseAmount(entry.value ?? '0').plus(amount.times(new Amount(sign)));
  entry.value = writeTrimmed(sum);
}

/** Stores a fraction, converted to its unit first: exactly, or else rounded half-even to the digits that an entry can hold. */
function divide(partial: PartialEntry, value: string, { numerator, denominator }: SpelledUnit): void {
  const over = parseAmount(value).times(new Amount(numerator));
  const under = new Amount(denominator * partial.divisor);
  const exact = over.div(under);
  const digits = exact.abs().round(0).coefficient.toString().length;
  const rounded = exact.round(Math.min(MAX_SCALE, MOST_DIGITS - digits));
  partial.entry.value = writeTrimmed(rounded);
  if (!rounded.times(under).minus(over).isZero()) partial.notes.add('rounded-fractions');
}

/** A coefficient is less than 10^38. */
const MOST_DIGITS = 37;

/** Stores a member that the spelling of a unit states. @throws CellFault `bad-member` where the row states another one */
function stateByUnit(entry: PartialEntry['entry'], member: string, stated: string): void {
  const detail = (entry.detail ??= {});
  const own = detail[member] ?? stated;
  if (own !== stated)
    throw new CellFault(
      'bad-member',
      `the unit ${showValue(entry.unit)} says ${member} ${stated}, and detail.${member} is ${showValue(own)}: correct one of them`,
    );
  detail[member] = stated;
}
