import { formatJson, type Json, type JsonObject, parseJson } from '../core/encoding/json.ts';
import { MAX_SCALE, writeTrimmed } from '../core/encoding/decimal.ts';
import { showValue } from '../core/errors.ts';
import type { UnsaltedEntry } from '../core/records/entry.ts';
import { Amount, parseAmount } from '../engine/quantities/decimal.ts';
import { convertSpelled, readUnitSpelling, type SpelledUnit } from '../engine/quantities/unit-spelling.ts';
import { isUnitSpelling } from './layout/header-units.ts';
import { type NumberStyle, readFraction, readNumber } from './cells/number-cell.ts';
import { LEFT_OUT } from './left-out-name.ts';
import { CellFault } from './cells/table-problem.ts';
import type { Cell } from './cells/table.ts';
import { readPeriod, readTime } from './cells/time-cell.ts';
import { readWrittenPeriod, readWrittenTime } from './cells/written-time.ts';

/**
 * How the cells of a table are written. With a number style, cells are as people write them:
 * numbers, units and details are converted to what the ledger hashes. With `as-hashed` they already are, and nothing is converted.
 */
export type CellStyle = NumberStyle | 'as-hashed';

/** An entry while it is read. The cell of its value is kept until the unit is known. */
export interface PartialEntry {
  readonly entry: { -readonly [Member in keyof UnsaltedEntry]: UnsaltedEntry[Member] };
  rawValue: Cell;
  /** By what the value is still to be divided, where the cell has a fraction. */
  divisor: bigint;
  /** Whether the quotient has more digits than an entry can hold, and was rounded. */
  isRounded: boolean;
  hasFrom: boolean;
  hasUntil: boolean;
  /** Whether a name in it says that the row is left out. */
  isLeftOut: boolean;
}

/** Stores the content of a cell in an entry. */
export type Setter = (partial: PartialEntry, cell: Cell) => void;

/** Returns an entry before its first cell is read. */
export function createPartial(): PartialEntry {
  return {
    entry: { key: '', value: null, unit: '', from: 0, until: 0, detail: null },
    rawValue: null,
    divisor: 1n,
    isRounded: false,
    hasFrom: false,
    hasUntil: false,
    isLeftOut: false,
  };
}

/** Seconds. */
const DAY = 86_400;

/** Stores a cell in an entry. @throws CellFault, also for a cell that is not UTF-8; BadInput */
export function setCell(partial: PartialEntry, cell: Cell, set: Setter): void {
  if (typeof cell === 'string' && cell.includes('\ufffd'))
    throw new CellFault('encoding', 'the cell is not UTF-8: save the file as UTF-8');
  set(partial, cell);
}

/** Returns the function that reads the cells of the column for a member: one of an entry, or `detail.…`. */
export function setterOf(member: string, style: CellStyle): Setter {
  switch (member) {
    case 'key':
      return (partial, cell) => void (partial.entry.key = writeText(cell));
    case 'value':
      return (partial, cell) => void (partial.rawValue = cell);
    case 'unit':
      return (partial, cell) => void (partial.entry.unit = writeText(cell));
    case 'from':
      return (partial, cell) => {
        partial.hasFrom = true;
        partial.entry.from =
          style === 'as-hashed' ? readTime(cell) : readWrittenTime(cell, style.order ?? null);
      };
    case 'until':
      return (partial, cell) => {
        partial.hasUntil = true;
        partial.entry.until =
          style === 'as-hashed' ? readTime(cell) : readWrittenTime(cell, style.order ?? null);
      };
    case 'last':
      return (partial, cell) => {
        partial.hasUntil = true;
        const last = style === 'as-hashed' ? readTime(cell) : readWrittenTime(cell, style.order ?? null);
        partial.entry.until = (Math.floor(last / DAY) + 1) * DAY;
      };
    case LEFT_OUT:
      return (partial) => void (partial.isLeftOut = true);
    case 'period':
      return (partial, cell) => {
        partial.hasFrom = true;
        partial.hasUntil = true;
        const read = style === 'as-hashed' ? readPeriod(cell) : readWrittenPeriod(cell, style);
        Object.assign(partial.entry, read);
      };
    case 'detail':
      return (partial, cell) =>
        void (partial.entry.detail = { ...partial.entry.detail, ...readObject(cell) });
    default:
      return setterOfDetail(member.split('.').slice(1));
  }
}

function setterOfDetail(path: readonly string[]): Setter {
  const [last = ''] = path.slice(-1);
  return (partial, cell) => {
    let at: JsonObject = (partial.entry.detail ??= {});
    for (const name of path.slice(0, -1)) {
      const inner = at[name];
      at = isObject(inner) ? inner : (at[name] = {});
    }
    at[last] = isJson(cell) ? cell : writeText(cell);
  };
}

function isJson(cell: Cell): cell is number | boolean | Json[] {
  return typeof cell === 'number' || typeof cell === 'boolean' || Array.isArray(cell);
}

/** Returns the text of a cell. */
export function writeText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(cell: Cell): JsonObject {
  const value = parseJson(writeText(cell));
  if (!isObject(value)) throw new CellFault('bad-member', `expected a JSON object, got ${showValue(value)}`);
  // For its error alone: the ledger must be able to hash it.
  formatJson(value);
  return value;
}

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
  const spelled = readUnitSpelling(entry.unit);
  for (const [member, stated] of Object.entries(spelled.stated)) stateByUnit(entry, member, String(stated));
  entry.unit = spelled.unit;
  if (entry.value === null) return;
  if (divisor === 1n) entry.value = convertSpelled(entry.value, spelled);
  else divide(partial, entry.value, spelled);
}

/** Stores a fraction, converted to its unit first: exactly, or else rounded half-even to the digits that an entry can hold. */
function divide(partial: PartialEntry, value: string, { numerator, denominator }: SpelledUnit): void {
  const over = parseAmount(value).times(new Amount(numerator));
  const under = new Amount(denominator * partial.divisor);
  const exact = over.div(under);
  const digits = exact.abs().round(0).coefficient.toString().length;
  const rounded = exact.round(Math.min(MAX_SCALE, MOST_DIGITS - digits));
  partial.entry.value = writeTrimmed(rounded);
  partial.isRounded = !rounded.times(under).minus(over).isZero();
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

/** Checks that both ends of the period are given, or neither. @throws CellFault `bad-period` */
export function checkBothEnds({ hasFrom, hasUntil }: PartialEntry): void {
  if (hasFrom === hasUntil) return;
  const [missing, given] = hasFrom ? ['until', 'from'] : ['from', 'until'];
  const meaning = hasFrom ? 'the first day after the period' : 'the first day of the period';
  throw new CellFault(
    'bad-period',
    `${missing} is empty, but ${given} is not: enter ${meaning}, or clear both cells if the row has no valid time`,
  );
}
