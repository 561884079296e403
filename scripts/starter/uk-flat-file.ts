/** Reads the flat file of the UK Government GHG Conversion Factors for Company Reporting. */
import { isNumber, type Workbook } from './sheet.ts';

/** A factor of the flat file: what it is about, per which unit, its total, and the gases whose parts are printed too. */
export interface UkFactor {
  readonly category: string;
  readonly levels: readonly [two: string, three: string, four: string, column: string];
  readonly unit: string;
  /** kg CO2e. Of categories outside the scopes: kg CO2. */
  readonly value: string;
  readonly gases: readonly string[];
}

const HEAD = ['ID', 'Scope', 'Level 1', 'Level 2', 'Level 3', 'Level 4', 'Column Text', 'UOM', 'GHG/Unit',
] as const;
const TOTAL = 'kg CO2e';
const PART = /^kg CO2e of (CO2|CH4|N2O) per unit$/;
/** Categories of energy per distance, for reports of energy. */
const ENERGY = /^kWh \((Net CV|net)\)$/;
/** The category that has only the CO2 of biogenic carbon, which is in no total. */
const OUTSIDE = 'Outside of scopes';

/**
 * Returns the factors in the order of the flat file. Each gas has a row of its own, in kg CO2e of that gas: these are the parts of the
 * total, which must be their sum up to its rounding.
 * @throws Error if the sheet has another layout, or parts do not add up
 */
export function readUkFactors(book: Workbook): UkFactor[] {
  const rows = book.readSheet('Factors by Category');
  const at = rows.findIndex(([first]) => first === HEAD[0]);
  if (HEAD.some((name, column) => rows[at]?.[column] !== name))
    throw new Error('the flat file has another layout');
  const byFactor = Map.groupBy(
    rows.slice(at + 1).filter(([id = '']) => /^\d+(_\d+)+$/.test(id)),
    ([id = '']) => id.replace(/_\d+$/, ''),
  );
  return [...byFactor].flatMap(([id, ofFactor]) => readFactor(id, ofFactor) ?? []);
}

function readFactor(id: string, rows: readonly string[][]): UkFactor | null {
  const [first] = rows;
  const cellOf = (name: (typeof HEAD)[number]): string => first![HEAD.indexOf(name)] ?? '';
  const category = cellOf('Level 1');
  const { total, parts } = readValues(id, rows);
  const isOutside = category === OUTSIDE;
  const value = isOutside ? parts.get('CO2') : total;
  if (value === undefined) return null;
  if (!isOutside) checkSum(id, value, [...parts.values()]);
  const levels = [cellOf('Level 2'), cellOf('Level 3'), cellOf('Level 4'), cellOf('Column Text')] as const;
  return { category, levels, unit: cellOf('UOM'), value, gases: [...parts.keys()] };
}

/** Returns the total and the part of each gas, as far as they are printed. */
function readValues(
  id: string,
  rows: readonly string[][],
): { readonly total: string | undefined; readonly parts: ReadonlyMap<string, string> } {
  const parts = new Map<string, string>();
  let total: string | undefined;
  for (const row of rows) {
    const [gas = '', value] = row.slice(HEAD.indexOf('GHG/Unit'));
    if (!isNumber(value) || ENERGY.test(gas)) continue;
    const part = PART.exec(gas)?.[1];
    if (part !== undefined) parts.set(part, value);
    else if (gas === TOTAL) total = value;
    else throw new Error(`${id}: unknown gas ${gas}`);
  }
  return { total, parts };
}

/** Each number is rounded at its last digit, so a sum can differ by half a unit of the last digit of each. */
function checkSum(id: string, total: string, parts: readonly string[]): void {
  if (parts.length === 0) return;
  const sum = parts.reduce((before, part) => before + Number(part), 0);
  const allowed = [total, ...parts].reduce((before, number) => before + 0.51 / 10 ** decimalsOf(number), 0);
  if (Math.abs(sum - Number(total)) > allowed)
    throw new Error(`${id}: the parts add up to ${sum}, not ${total}`);
}

/** Zeros at the end are not stored, so a number has at least two decimals here. */
function decimalsOf(number: string): number {
  return Math.max(2, number.split('.')[1]?.length ?? 0);
}
