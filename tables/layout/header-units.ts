import { EngineError } from '../../engine/errors/engine-error.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { bareName, isAmount, isBlank, nameOf } from './cell-text.ts';

const IN_BRACKETS = /^(.*?)\s*[([（【]\s*([^()[\]（）【】]+?)\s*[)\]）】]\s*$/;
const AFTER_COMMA = /^(.*?),\s*([^,]+)$/;

/** Returns the unit that a name of a column ends with, as in `Gas (kWh)`, and the name without it; null if it has none. */
export function splitUnit(name: string): { readonly name: string; readonly unit: string } | null {
  for (const pattern of [IN_BRACKETS, AFTER_COMMA]) {
    const [, bare = '', unit = ''] = pattern.exec(name) ?? [];
    const spelled = spellUnit(unit);
    if (bare !== '' && spelled !== null) return { name: bare.trim(), unit: spelled };
  }
  if (BARE.test(name)) return { name, unit: spellUnit(name) ?? name.toLowerCase() };
  return splitBlank(name);
}

/** Returns the unit behind a blank or a hyphen, as in `Gas kWh`, and the name before it. */
function splitBlank(name: string): { readonly name: string; readonly unit: string } | null {
  const [, bare = '', unit = ''] = AFTER_BLANK.exec(name) ?? [];
  if (bare === '' || !BARE.test(unit) || NO_USE.test(bare)) return null;
  return { name: bare, unit: spellUnit(unit) ?? unit.toLowerCase() };
}

const AFTER_BLANK = /^(.*?[^\s_–-])[\s_–-]+([^\s_–-]+)$/;
/** What a unit behind it is not the unit of: a price per kWh, or emissions. */
const NO_USE = /(?:\/|\b(?:per|pro|par|por|a))$|co2|emission|price|preis|prix|rate\b|cost|kosten|tariff/i;

/** Units that are the whole name of a column of amounts. */
const BARE =
  /^(?:[kmg]wh|[gm]j|kilowatt[ -]?hours?|litres?|liters?|kgs?|kilograms?|tonnes?|cubic met(?:re|er)s?|m3|m³|miles|km|kilomet(?:re|er)s?|(?:us |ec )?therms?|(?:us |uk )gallons?|千瓦时|吨|立方米)$/i;

/** Whether a name of a column is a unit and nothing else, as `kWh` and `Litres` are. */
export function isUnitName(name: string): boolean {
  return BARE.test(name.trim());
}

/** Whether a row has units, and nothing else, below at least one name. */
export function isUnitRow({ cells }: TableRow): boolean {
  const filled = cells.filter((cell) => !isBlank(cell)).map((cell) => bareUnit(cell));
  return filled.length > 0 && filled.every((unit) => unit !== null);
}

/**
 * Whether a row describes the amounts below it, at least one by a unit, as the row below a header may do: `kg`, `kgCO2e / declared unit`,
 * `pieces in the box`. Its texts are above amounts alone.
 */
export function isDescribing(
  { cells }: TableRow,
  below: readonly TableRow[],
  names: readonly string[],
): boolean {
  const isAbove = (_cell: Cell, index: number): boolean =>
    below.some((row) => isAmount(row.cells[index] ?? null));
  const filled = cells.filter((cell) => !isBlank(cell));
  return (
    filled.length > 0 &&
    filled.every((cell) => typeof cell === 'string' && !isAmount(cell)) &&
    cells.every((cell, index) => isBlank(cell) || isAbove(cell, index)) &&
    filled.some((cell) => bareUnit(cell, names) !== null)
  );
}

/**
 * Returns the unit in a cell of such a row, without brackets; null if it has none. Of a unit per what another column says, such as
 * `kgCO2e / declared unit`, it is the first part.
 */
export function bareUnit(cell: Cell | undefined, names: readonly string[] = []): string | null {
  const text = nameOf(cell)
    .replace(/^[([（]\s*/, '')
    .replace(/\s*[)\]）]$/, '');
  if (isUnitSpelling(text) || isCurrency(text)) return text;
  const [, unit = '', column = ''] = /^(.+?)\s*(?:\/|\bper\b)\s*(.+)$/.exec(text) ?? [];
  const isColumn = column !== '' && names.some((name) => bareName(name) === bareName(column));
  return isColumn && isUnitSpelling(unit) ? unit : null;
}

/** Returns the spelling of a unit that a text is, whose words may have a capital: `Litres`. Null of any other text. */
export function spellUnit(text: string): string | null {
  if (isUnitSpelling(text)) return text;
  const lower = text.toLowerCase();
  return /^[A-Z][a-z]{3,}$/.test(text) && isUnitSpelling(lower) ? lower : null;
}

/** Whether a unit is that of an amount which is used: not a share, a power, a time, or a mass of emissions. */
export function isOfAmounts(unit: string): boolean {
  try {
    const { dimension, substance } = parseUnit(readUnitSpelling(unit).unit);
    return substance === null && dimension !== '' && !/(?:^|\s)time\^/.test(dimension);
  } catch (error) {
    if (error instanceof EngineError) return error.code === 'ambiguous-unit';
    throw error;
  }
}

/** Whether two spellings are one unit, or one of them has several meanings. */
export function isSameUnit(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    const [left, right] = [readUnitSpelling(one), readUnitSpelling(other)];
    return (
      left.unit === right.unit && left.numerator * right.denominator === right.numerator * left.denominator
    );
  } catch (error) {
    if (error instanceof EngineError) return true;
    throw error;
  }
}

/** Whether a text is the spelling of a unit. */
export function isUnitSpelling(text: string): boolean {
  if (text === '' || text.length > 24 || /^\d+$/.test(text)) return false;
  try {
    readUnitSpelling(text);
    return true;
  } catch (error) {
    // A spelling with two meanings is a unit all the same: its row will be refused for it.
    if (error instanceof EngineError) return error.code === 'ambiguous-unit';
    throw error;
  }
}

function isCurrency(text: string): boolean {
  return /^(?:[A-Z]{3}|[€£$¥元])$/.test(text);
}
