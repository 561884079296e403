/** Reads an export of the IPCC's Emission Factor Database: its values of the 2006 IPCC Guidelines, volume 2. */
import { isNumber, Workbook } from './sheet.ts';

export type EfdbGas = 'CO2' | 'CH4' | 'N2O';

/** A value of a table of the guidelines. */
export interface EfdbRow {
  readonly id: string;
  readonly gas: EfdbGas;
  readonly fuel: string;
  readonly description: string;
  readonly technology: string;
  readonly conditions: string;
  readonly value: string;
  readonly unit: string;
  readonly table: string;
}

const GASES: Readonly<Record<string, EfdbGas>> = {
  'CARBON DIOXIDE': 'CO2',
  METHANE: 'CH4',
  'NITROUS OXIDE': 'N2O',
};
const VOLUME =
  /^2006 IPCC Guidelines for National Greenhouse Gas Inventories, Volume 2: Energy, Tables? ([\d. and]+)$/;
const COLUMNS = [
  ...['EF ID', 'Gas', 'Fuel 2006', 'Description', 'Technologies / Practices', 'Parameters / Conditions'],
  ...['Value', 'Unit', 'Source of data'],
];

/** The values of volume 2. Those that are ranges are left out: no table here has one. */
export class Efdb {
  readonly #rows: readonly EfdbRow[];

  /** @throws Error if the export has another layout */
  constructor(file: string) {
    const [head = [], ...rows] = new Workbook(file).readSheet('Sheet1');
    const columns = COLUMNS.map((name) => head.indexOf(name));
    if (columns.includes(-1)) throw new Error(`${file} has not the columns ${COLUMNS.join(', ')}`);
    this.#rows = rows.flatMap((row) => readRow(columns.map((column) => row[column] ?? '')) ?? []);
  }

  /** The names of all fuels. */
  get fuels(): string[] {
    return [...new Set(this.#rows.map(({ fuel }) => fuel))].filter((fuel) => fuel !== '');
  }

  /** Returns what a table has under a description, for one gas if it is given. @throws Error if it has nothing */
  ofTable(table: string, description: string, gas?: EfdbGas): EfdbRow[] {
    const found = this.#rows.filter(
      (row) =>
        row.table === table &&
        row.description.startsWith(description) &&
        (gas === undefined || row.gas === gas),
    );
    if (found.length === 0) throw new Error(`the export has nothing of table ${table}: ${description}`);
    return found;
  }

  netCalorificValues(): EfdbRow[] {
    return this.ofTable('1.2', 'Net Calorific Value', 'CO2');
  }

  /** The CO2 factors of a sector, which are those of table 1.4. */
  carbonDioxide(sector = '2.2'): EfdbRow[] {
    return this.ofTable(`1.4 and ${sector}`, 'CO2 Emission Factor', 'CO2');
  }
}

function readRow(cells: readonly string[]): EfdbRow | null {
  const [id = '', gas = '', fuel = '', description = '', technology = '', conditions = '', value] = cells;
  const [, , , , , , , unit = '', source = ''] = cells;
  const table = VOLUME.exec(source)?.[1];
  const known = GASES[gas];
  if (table === undefined || known === undefined || !isNumber(value)) return null;
  const decimal = value.replace(/\.0+$/, '');
  return { id, gas: known, fuel, description, technology, conditions, value: decimal, unit, table };
}
