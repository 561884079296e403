import { parseDecimal } from '../../core/encoding/decimal.ts';
import { BadInput } from '../../core/errors.ts';
import type { FiscalRule } from './fiscal-year.ts';
import { CellFault } from './table-problem.ts';
import type { Cell } from './table.ts';

/** The marks that a table uses in numbers, and how it writes days. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** The mark between thousands; null if there is none. */
  readonly thousands: string | null;
  /** Which comes first in a date such as 3/4/2025; null or absent where it is not known. */
  readonly order?: DayOrder;
  /** When fiscal years begin; null or absent where it is not known. */
  readonly fiscal?: FiscalRule | null;
}

export type DayOrder = 'day' | 'month' | null;

const CANONICAL = /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{0,17}[1-9])?$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const GROUPS = /^[+-]?\d{1,3}([ ,.'’\u00a0\u202f])\d{3}(\1\d{3})*([.,]\d+)?$/;

const FRACTION = /^([+-]?)(?:(\d{1,15}) +)?(\d{1,15}) ?[/\u2044] ?(\d{1,15})$/;

/** A number as a quotient of two: 1/3, or 5/2 for `2 1/2`. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Returns the fraction in a text; null if it holds none, or divides by zero. */
export function readFraction(cell: Cell): Fraction | null {
  if (typeof cell !== 'string' || !/[/\u2044]/.test(cell)) return null;
  const [matched, sign = '', whole = '0', over = '', under = ''] = FRACTION.exec(cell.trim()) ?? [];
  if (matched === undefined || Number(under) === 0) return null;
  const denominator = BigInt(under);
  const numerator = BigInt(whole) * denominator + BigInt(over);
  return { numerator: sign === '-' ? -numerator : numerator, denominator };
}

/**
 * Returns the canonical decimal (§2) that a cell holds. Text is read digit by digit, never as a binary number; a binary number
 * is read as its shortest decimal, which may have at most 15 digits.
 * @throws CellFault `decimal-comma`, `thousands-separator`, `binary-number`, `bad-value`
 */
export function readNumber(cell: Cell, style: NumberStyle): string {
  if (typeof cell === 'number') return readBinary(cell);
  if (typeof cell === 'bigint') return canonicalise(cell.toString());
  if (cell instanceof Date) {
    const day = cell.toISOString().slice(0, 10);
    throw new CellFault('bad-value', `expected a number, got the date ${day}: format the cell as a number`);
  }
  if (typeof cell !== 'string') throw new CellFault('bad-value', `not a number: ${JSON.stringify(cell)}`);
  if (CANONICAL.test(cell) && cell !== '-0' && style.decimal === '.' && style.thousands !== '.') return cell;
  return canonicalise(readStyle(leadingSign(narrow(cell.trim())), style));
}

/** Returns a text with its full-width digits and marks narrow. */
function narrow(text: string): string {
  return text.replaceAll(/[０-９．，－]/g, (sign) => sign.normalize('NFKC'));
}

/** Returns a number with its minus before it: some programs write it behind, and accountants write brackets. */
function leadingSign(text: string): string {
  if (/^\(\d[^()]*\)$/.test(text)) return `-${text.slice(1, -1)}`;
  return /^\d[^-−]*[-−]$/.test(text) ? `-${text.slice(0, -1)}` : text;
}

/** The most digits that a binary number has exactly. */
const MOST_DIGITS = 15;

function readBinary(value: number): string {
  const text = String(value);
  if (text.length <= MOST_DIGITS && CANONICAL.test(text)) return text;
  const digits = text.replace(/e.*$/, '').replaceAll(/[-.]/g, '').replace(/^0+/, '');
  const significant = text.includes('.') ? digits : digits.replace(/0+$/, '');
  if (significant.length <= MOST_DIGITS) return canonicalise(text);
  throw new CellFault(
    'binary-number',
    `${text} was stored as a binary fraction with more than 15 digits: store it as text`,
  );
}

function readStyle(text: string, { decimal, thousands }: NumberStyle): string {
  const joined = thousands === null ? text : joinGroups(text, thousands, decimal);
  if (decimal === '.') {
    if (joined.includes(',')) throw refuseComma(joined);
    return refuseGroups(joined);
  }
  if (joined.includes('.'))
    throw new CellFault(
      'thousands-separator',
      `${text} has a point, but decimals begin with a comma: if it separates thousands, add --thousands .`,
    );
  return refuseGroups(joined.replace(',', '.'));
}

function joinGroups(text: string, mark: string, decimal: string): string {
  if (!text.includes(mark)) return text;
  const escape = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const groups = new RegExp(`^[+-]?\\d{1,3}(${escape(mark)}\\d{3})+(${escape(decimal)}\\d+)?$`);
  if (groups.test(text)) return text.replaceAll(mark, '');
  throw new CellFault(
    'thousands-separator',
    `${text}: ${JSON.stringify(mark)} does not separate groups of three digits`,
  );
}

function refuseComma(text: string): CellFault {
  if (!GROUPS.test(text)) {
    const hint = 'decimals begin with a point; if the table uses commas, add --decimal-comma';
    return new CellFault('decimal-comma', `${text}: ${hint}`);
  }
  const hint =
    'does the comma separate thousands or decimals? For thousands add --thousands ","; for decimals add --decimal-comma';
  return new CellFault('thousands-separator', `${text}: ${hint}`);
}

function refuseGroups(text: string): string {
  const mark = GROUPS.exec(text)?.[1];
  if (mark === undefined || mark === '.') return text;
  const hint = `remove the thousands separators, or add --thousands ${JSON.stringify(mark)}`;
  throw new CellFault('thousands-separator', `${text}: ${hint}`);
}

/** Returns the canonical form of a number, which may have a plus sign, extra zeros or an exponent. */
function canonicalise(text: string): string {
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '')
    throw new CellFault('bad-value', `not a number: ${JSON.stringify(text)}`);
  const shift = Number(exponent);
  const digits = `${whole}${fraction}${'0'.repeat(Math.max(0, shift - fraction.length))}`;
  const places = Math.max(0, fraction.length - shift);
  const padded = digits.padStart(places + 1, '0');
  const integer = padded.slice(0, padded.length - places).replace(/^0+(?=\d)/, '');
  const decimals = padded.slice(padded.length - places).replace(/0+$/, '');
  const value = decimals === '' ? integer : `${integer}.${decimals}`;
  return checkRange(sign === '-' && value !== '0' ? `-${value}` : value);
}

function checkRange(value: string): string {
  try {
    parseDecimal(value);
    return value;
  } catch (error) {
    if (error instanceof BadInput) throw new CellFault('bad-value', error.message);
    throw error;
  }
}
