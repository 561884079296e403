/**
 * Writes `data/ipcc-2006/`: node scripts/starter/ipcc-2006.ts EFDB.xlsx CROSS-SECTOR-TOOL.xlsx
 *
 * EFDB.xlsx is an export of the IPCC's Emission Factor Database, which has the tables of the 2006 IPCC Guidelines, volume 2. The other
 * workbook is the GHG Protocol's tool `Emission Factors from Cross-Sector Tools`, version 2.0, which prints tables 1.2, 1.4 and 2.4.
 * The values that both have must agree.
 */
import { isNumber, Workbook } from './sheet.ts';
import { nameOf, writeStarterFile, type StarterRow } from './starter-file.ts';

const [efdbFile, toolFile] = process.argv.slice(2);
if (efdbFile === undefined || toolFile === undefined)
  throw new Error('usage: node scripts/starter/ipcc-2006.ts EFDB.xlsx CROSS-SECTOR-TOOL.xlsx');

/** A value of a table in the database. */
interface EfdbRow {
  readonly id: string;
  readonly gas: 'CO2' | 'CH4' | 'N2O';
  readonly fuel: string;
  readonly description: string;
  readonly technology: string;
  readonly conditions: string;
  readonly value: string;
  readonly unit: string;
  readonly table: string;
}

const GASES: Readonly<Record<string, EfdbRow['gas']>> = {
  'CARBON DIOXIDE': 'CO2',
  METHANE: 'CH4',
  'NITROUS OXIDE': 'N2O',
};
const VOLUME =
  /^2006 IPCC Guidelines for National Greenhouse Gas Inventories, Volume 2: Energy, Tables? ([\d. and]+)$/;

function readEfdb(book: Workbook): EfdbRow[] {
  const [head = [], ...rows] = book.readSheet('Sheet1');
  const at = (name: string): number => {
    const column = head.indexOf(name);
    if (column < 0) throw new Error(`the export has no column ${name}`);
    return column;
  };
  const columns = [
    'EF ID',
    'Gas',
    'Fuel 2006',
    'Description',
    'Technologies / Practices',
    'Parameters / Conditions',
    'Value',
    'Unit',
    'Source of data',
  ].map(at);
  return rows.flatMap((row) => {
    const [
      id = '',
      gas = '',
      fuel = '',
      description = '',
      technology = '',
      conditions = '',
      value,
      unit = '',
      source = '',
    ] = columns.map((column) => row[column]);
    const table = VOLUME.exec(source)?.[1];
    const known = GASES[gas];
    if (table === undefined || known === undefined) return [];
    if (!isNumber(value)) return [];
    return [
      {
        id,
        gas: known,
        fuel,
        description,
        technology,
        conditions,
        value: value.replace(/\.0+$/, ''),
        unit,
        table,
      },
    ];
  });
}

const ALL = readEfdb(new Workbook(efdbFile));
const tool = new Workbook(toolFile);

const ofTable = (table: string, description: string, gas?: EfdbRow['gas']): EfdbRow[] => {
  const found = ALL.filter(
    (row) =>
      row.table === table &&
      row.description.startsWith(description) &&
      (gas === undefined || row.gas === gas),
  );
  if (found.length === 0) throw new Error(`the export has nothing of table ${table}: ${description}`);
  return found;
};

/** Fuels of biomass, whose carbon is biogenic. */
const BIOMASS = new Set([
  'Wood/Wood Waste',
  'Sulphite Lyes (Black Liquor)',
  'Other Primary Solid Biomass',
  'Charcoal',
  'Biogasoline',
  'Biodiesels',
  'Other Liquid Biofuels',
  'Landfill Gas',
  'Sludge Gas',
  'Other Biogas',
  'Municipal Wastes (biomass fraction)',
]);

/** Shorter names, and those by which the two workbooks call one fuel. */
const NAMES: Readonly<Record<string, string>> = {
  'Natural Gas Liquids (NGLs)': 'natural-gas-liquids',
  'Liquefied Petroleum Gases': 'liquefied-petroleum-gases',
  'Sulphite Lyes (Black Liquor)': 'black-liquor',
  'Wood/Wood Waste': 'wood-wood-waste',
  Waxes: 'paraffin-waxes',
  'Sub-Bituminous Coal': 'sub-bituminous',
};
const fuelOf = (title: string): string => NAMES[title] ?? nameOf(title);

function rowOf(
  key: string,
  value: string,
  unit: string,
  detail: object,
  { fuel, technology, conditions, id, table }: EfdbRow,
): StarterRow {
  const title = [fuel, technology, conditions].filter((text) => text !== '').join(', ');
  const source = {
    title: `2006 IPCC Guidelines, volume 2, table ${table}, by the IPCC Emission Factor Database, EF ID ${id}`,
    url: 'https://www.ipcc-nggip.iges.or.jp/EFDB/',
    published: '2006',
  };
  return { key, value, unit, detail: { ...detail, year: 2006, title, source } };
}

const originOf = (fuel: string): string => (BIOMASS.has(fuel) ? 'biogenic' : 'fossil');

/** A factor per energy on the net calorific value. */
function factorRow(fuel: string, row: EfdbRow): StarterRow {
  const { gas, value, unit } = row;
  if (unit.toLowerCase() !== 'kg/tj') throw new Error(`EFDB ${row.id}: unknown unit ${unit}`);
  const detail = {
    row: 'emission-factor',
    fuel,
    gas,
    origin: originOf(row.fuel),
    basis: 'combustion',
    calorific: 'net',
  };
  return rowOf(`${fuel}/emission-factor/${gas}`, value, `kg{${gas}}/TJ`, detail, row);
}

function fuelRows(): StarterRow[] {
  const property = (
    table: string,
    description: string,
    row: string,
    units: readonly [string, string],
  ): StarterRow[] =>
    ofTable(table, description, 'CO2').map((own) => {
      if (own.unit !== units[0]) throw new Error(`EFDB ${own.id}: unknown unit ${own.unit}`);
      const fuel = fuelOf(own.fuel);
      return rowOf(
        `${fuel}/${row}`,
        own.value,
        units[1],
        { row, fuel, ...(row === 'carbon-content' ? { calorific: 'net' } : {}) },
        own,
      );
    });
  return [
    ...property('1.2', 'Net Calorific Value', 'net-calorific-value', ['TJ/Gg', 'TJ/Gg']),
    ...property('1.3', 'Carbon Content', 'carbon-content', ['kg/GJ', 'kg{C}/GJ']),
    ...ofTable('1.4 and 2.2', 'CO2 Emission Factor', 'CO2').map((row) =>
      factorRow(fuelOf(row.fuel), { ...row, table: '1.4' }),
    ),
    ...property('1.4', 'Carbon Oxidation Factor', 'oxidation', ['fraction', '1']),
  ];
}

const SECTORS = [
  ['2.2', 'energy-industries'],
  ['2.3', 'manufacturing'],
  ['2.4', 'commercial'],
  ['2.5', 'residential'],
] as const;

function sectorRows(table: string): StarterRow[] {
  return (['CH4', 'N2O'] as const).flatMap((gas) =>
    ofTable(table, `${gas} Emission Factor`, gas).map((row) => factorRow(fuelOf(row.fuel), row)),
  );
}

/** The same CO2 in each sector, so that one row serves all of them. */
function compareSectors(): void {
  const [first, ...others] = SECTORS.map(([table]) =>
    ofTable(`1.4 and ${table}`, 'CO2 Emission Factor', 'CO2'),
  );
  for (const other of others)
    for (const row of first!)
      if (other.find(({ fuel }) => fuel === row.fuel)?.value !== row.value)
        throw new Error(`CO2 of ${row.fuel} differs by sector`);
}

/** Tables of the tool: where each begins, and the column of its factor. */
const TOOL = [
  ['Table 1. CO2 Emission Factors by Fuel', '1.4 and 2.4', 'CO2 Emission Factor', 'CO2'],
  ['Table 2. CH4 Emission Factors by Fuel', '2.4', 'CH4 Emission Factor', 'CH4'],
  ['Table 3. N2O Emission Factors by Fuel', '2.4', 'N2O Emission Factor', 'N2O'],
] as const;

/** What the tool calls the fuels of the database. */
const TOOL_NAMES: Readonly<Record<string, readonly string[]>> = {
  'natural-gas-liquids': ['Natural Gas Liquids (NGLs)'],
  'motor-gasoline-petrol': ['Motor Gasoline'],
  'gas-diesel-oil': ['Gas Oil', 'Diesel Oil'],
  'liquified-petroleum-gases': ['Liquefied Petroleum Gases'],
  'coke-oven-coke': ['Coke Oven Coke and Lignite Coke'],
  'lignite-coke': ['Coke Oven Coke and Lignite Coke'],
  'white-spirit-sbp': ['White Spirit & SBP'],
  'paraffin-waxes': ['Waxes'],
  'municipal-waste-non-biomass-fraction': ['Municipal Wastes (non-biomass fraction)'],
  'municipal-wastes-biomass-fraction': ['Municipal Wastes (biomass fraction)'],
  'wood-or-wood-waste': ['Wood/Wood Waste'],
  'sulphite-lyes-black-liquor': ['Sulphite Lyes (Black Liquor)'],
  'other-primary-solid-biomass-fuels': ['Other Primary Solid Biomass'],
};

/** @throws Error naming the values that differ, or fuels that only one of both has */
function compareWithTool(): void {
  const sheet = tool.readSheet('Stationary Combustion');
  let compared = 0;
  for (const [title, table, description, gas] of TOOL) {
    const begin = sheet.findIndex((row) => row.includes(title));
    const rest = sheet.slice(begin + 4);
    const rows = rest.slice(
      0,
      rest.findIndex((row) => row.some((cell) => cell.startsWith('1 Density'))),
    );
    for (const row of rows) {
      const cells = row.filter((_, column) => column >= row.findIndex((cell) => cell !== '') || column > 1);
      const at = row.findIndex((cell, column) => column > 0 && (isNumber(cell) || cell === 'NA'));
      const [label, ncv, factor] = [row[at - 1] ?? '', row[at], row[at + 1]];
      if (cells.length === 0 || at < 0) continue;
      const name = nameOf(label.replace(/\d$/, ''));
      const fuels =
        TOOL_NAMES[name] ??
        [...new Set(ALL.map(({ fuel }) => fuel))].filter((fuel) => fuel !== '' && nameOf(fuel) === name);
      if (fuels.length === 0) throw new Error(`the database has no fuel ${label}`);
      for (const fuel of fuels) {
        const known = ofTable(table, description, gas).find((other) => other.fuel === fuel);
        const value = ofTable('1.2', 'Net Calorific Value', 'CO2').find((other) => other.fuel === fuel);
        const isSame =
          Number(known?.value) === Number(factor) && (ncv === 'NA' || Number(value?.value) === Number(ncv));
        if (!isSame)
          throw new Error(`${fuel}, ${gas}: ${factor} at ${ncv} against ${known?.value} at ${value?.value}`);
        compared += 1;
      }
    }
  }
  console.log(`${compared} factors and calorific values agree with the GHG Protocol's tool`);
}

/** CO2 is the carbon content × 44/12, rounded to three digits: an independent check of tables 1.3 and 1.4. */
function compareCarbon(): void {
  const factors = ofTable('1.4 and 2.2', 'CO2 Emission Factor', 'CO2');
  for (const { fuel, value } of ofTable('1.3', 'Carbon Content', 'CO2')) {
    const factor = Number(factors.find((row) => row.fuel === fuel)!.value);
    const ratio = (Number(value) * 44_000) / 12 / factor;
    if (Math.abs(ratio - 1) > 0.005)
      console.log(`${fuel}: carbon content × 44/12 is ${ratio.toFixed(4)} times the CO2 factor`);
  }
}

/** Fuels of road transport by technology (table 3.2.2), each with its own name, because CH4 and N2O are those of the vehicle. */
function roadRows(): StarterRow[] {
  const traces = ofTable('3.2.2', 'Road Transport Emission Factor');
  const nameOfRoad = ({ fuel, technology, conditions }: EfdbRow): string =>
    nameOf(
      fuelOf(fuel),
      'road',
      technology === 'Oxidaton Catalyst'
        ? 'oxidation catalyst'
        : technology.replace('Low Mileage Light Duty Vehicle Vintage ', 'light-duty-'),
      conditions.replace('Fuel: ', ''),
    );
  const names = new Map(traces.map((row) => [nameOfRoad(row), row.fuel]));
  const copied = [...names].flatMap(([name, title]) => {
    const find = (table: string, description: string): EfdbRow =>
      ofTable(table, description, 'CO2').find(({ fuel }) => fuel === title)!;
    const ncv = find('1.2', 'Net Calorific Value');
    const co2 = find('1.4 and 2.2', 'CO2 Emission Factor');
    return [
      rowOf(
        `${name}/net-calorific-value`,
        ncv.value,
        'TJ/Gg',
        { row: 'net-calorific-value', fuel: name },
        ncv,
      ),
      factorRow(name, { ...co2, table: '1.4' }),
    ];
  });
  return [
    ...copied,
    ...traces.map((row) =>
      factorRow(nameOfRoad(row), { ...row, technology: row.technology.replace('Oxidaton', 'Oxidation') }),
    ),
  ];
}

compareSectors();
compareWithTool();
compareCarbon();
writeStarterFile('ipcc-2006/fuels.csv', fuelRows());
for (const [table, sector] of SECTORS) writeStarterFile(`ipcc-2006/${sector}.csv`, sectorRows(table));
writeStarterFile('ipcc-2006/road-transport.csv', roadRows());
