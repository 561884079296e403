import { EngineError } from '../../engine/errors/engine-error.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { isBlank, nameOf } from './cell-text.ts';

const IN_BRACKETS = /^(.*?)\s*[([（【]\s*([^()[\]（）【】]+?)\s*[)\]）】]\s*$/;
const AFTER_COMMA = /^(.*?),\s*([^,]+)$/;

/** Returns the unit that a name of a column ends with, as in `Gas (kWh)`, and the name without it; null if it has none. */
export function splitUnit(name: string): { readonly name: string; readonly unit: string } | null {
  for (const pattern of [IN_BRACKETS, AFTER_COMMA]) {
    const [, bare = '', unit = ''] = pattern.exec(name) ?? [];
    if (bare !== '' && isUnitSpelling(unit)) return { name: bare.trim(), unit };
  }
  if (!BARE.test(name)) return null;
  return { name, unit: isUnitSpelling(name) ? name : name.toLowerCase() };
}

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

/** Returns the unit in a cell of such a row, without brackets; null if it has none. */
export function bareUnit(cell: Cell | undefined): string | null {
  const text = nameOf(cell)
    .replace(/^[([（]\s*/, '')
    .replace(/\s*[)\]）]$/, '');
  return isUnitSpelling(text) || isCurrency(text) ? text : null;
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
