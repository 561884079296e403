/**
 * Writes `data/ipcc-2006/`: node scripts/starter/ipcc-2006.ts EFDB.xlsx CROSS-SECTOR-TOOL.xlsx
 *
 * EFDB.xlsx is an export of the IPCC's Emission Factor Database, which has the tables of the 2006 IPCC Guidelines, volume 2. The other
 * workbook is the GHG Protocol's tool `Emission Factors from Cross-Sector Tools`, version 2.0, which prints tables 1.2, 1.4 and 2.4.
 * The values that both have must agree.
 */
import { Efdb, type EfdbRow } from './efdb.ts';
import { compareCarbon, compareSectors, compareWithTool } from './ipcc-comparison.ts';
import { Workbook } from './sheet.ts';
import { nameOf, writeStarterFile, type StarterRow } from './starter-file.ts';

const [efdbFile, toolFile] = process.argv.slice(2);
if (efdbFile === undefined || toolFile === undefined)
  throw new Error('usage: node scripts/starter/ipcc-2006.ts EFDB.xlsx CROSS-SECTOR-TOOL.xlsx');
const efdb = new Efdb(efdbFile);

/** Fuels of biomass, whose carbon is biogenic. */
const BIOMASS = new Set([
  ...['Wood/Wood Waste', 'Sulphite Lyes (Black Liquor)', 'Other Primary Solid Biomass', 'Charcoal'],
  ...['Biogasoline', 'Biodiesels', 'Other Liquid Biofuels', 'Landfill Gas', 'Sludge Gas', 'Other Biogas'],
  'Municipal Wastes (biomass fraction)',
]);

/** Shorter names, and the name of the example. */
const NAMES: Readonly<Record<string, string>> = {
  'Natural Gas Liquids (NGLs)': 'natural-gas-liquids',
  'Sulphite Lyes (Black Liquor)': 'black-liquor',
  Waxes: 'paraffin-waxes',
  'Sub-Bituminous Coal': 'sub-bituminous',
};
const fuelOf = (title: string): string => NAMES[title] ?? nameOf(title);

function rowOf(
  key: string,
  unit: string,
  detail: object,
  { value, fuel, technology, conditions, id, table }: EfdbRow,
): StarterRow {
  const title = [fuel, technology, conditions].filter((text) => text !== '').join(', ');
  const source = {
    title: `2006 IPCC Guidelines, volume 2, table ${table}, by the IPCC Emission Factor Database, EF ID ${id}`,
    url: 'https://www.ipcc-nggip.iges.or.jp/EFDB/',
    published: '2006',
  };
  return { key, value, unit, detail: { ...detail, year: 2006, title, source } };
}

/** A factor per energy on the net calorific value. @throws Error for another unit */
function factorRow(fuel: string, row: EfdbRow): StarterRow {
  const { gas, id, unit } = row;
  if (unit.toLowerCase() !== 'kg/tj') throw new Error(`EFDB ${id}: unknown unit ${unit}`);
  const origin = BIOMASS.has(row.fuel) ? 'biogenic' : 'fossil';
  const detail = { row: 'emission-factor', fuel, gas, origin, basis: 'combustion', calorific: 'net' };
  return rowOf(`${fuel}/emission-factor/${gas}`, `kg{${gas}}/TJ`, detail, row);
}

/** A CO2 factor of table 1.4, which the database lists together with the tables of the sectors. */
const carbonDioxideRow = (fuel: string, row: EfdbRow): StarterRow => factorRow(fuel, { ...row, table: '1.4' });

/** How the database writes a unit, and how UCUM does. */
const UNITS: Readonly<Record<string, string>> = { 'TJ/Gg': 'TJ/Gg', 'kg/GJ': 'kg{C}/GJ', fraction: '1' };

function propertyRow(row: string, own: EfdbRow, fuel = fuelOf(own.fuel)): StarterRow {
  const unit = UNITS[own.unit];
  if (unit === undefined) throw new Error(`EFDB ${own.id}: unknown unit ${own.unit}`);
  const detail = { row, fuel, ...(row === 'carbon-content' ? { calorific: 'net' } : {}) };
  return rowOf(`${fuel}/${row}`, unit, detail, own);
}

function fuelRows(): StarterRow[] {
  return [
    ...efdb.netCalorificValues().map((own) => propertyRow('net-calorific-value', own)),
    ...efdb.ofTable('1.3', 'Carbon Content', 'CO2').map((own) => propertyRow('carbon-content', own)),
    ...efdb.carbonDioxide().map((own) => carbonDioxideRow(fuelOf(own.fuel), own)),
    ...efdb.ofTable('1.4', 'Carbon Oxidation Factor', 'CO2').map((own) => propertyRow('oxidation', own)),
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
    efdb.ofTable(table, `${gas} Emission Factor`, gas).map((own) => factorRow(fuelOf(own.fuel), own)),
  );
}

/** Names of technologies of road transport, and their words in titles. The database misspells one. */
const TECHNOLOGIES: Readonly<Record<string, readonly [name: string, title: string]>> = {
  'Oxidaton Catalyst': ['oxidation catalyst', 'Oxidation Catalyst'],
  'Low Mileage Light Duty Vehicle Vintage 1995 or later': [
    'light-duty-1995 or later',
    'Low Mileage Light Duty Vehicle Vintage 1995 or later',
  ],
};

/** Fuels of road transport by technology (table 3.2.2). Each has its own name, because CH4 and N2O are those of the vehicle. */
function roadRows(): StarterRow[] {
  const traces = efdb.ofTable('3.2.2', 'Road Transport Emission Factor').map((own) => {
    const [name = own.technology, title = own.technology] = TECHNOLOGIES[own.technology] ?? [];
    const fuel = nameOf(fuelOf(own.fuel), 'road', name, own.conditions.replace('Fuel: ', ''));
    return { fuel, own: { ...own, technology: title } };
  });
  const fuels = new Map(traces.map(({ fuel, own }) => [fuel, own.fuel]));
  return [
    ...[...fuels].flatMap(([fuel, title]) => [
      propertyRow('net-calorific-value', efdb.netCalorificValues().find((row) => row.fuel === title)!, fuel),
      carbonDioxideRow(fuel, efdb.carbonDioxide().find((row) => row.fuel === title)!),
    ]),
    ...traces.map(({ fuel, own }) => factorRow(fuel, own)),
  ];
}

compareSectors(
  efdb,
  SECTORS.map(([table]) => table),
);
compareWithTool(efdb, new Workbook(toolFile));
compareCarbon(efdb);
writeStarterFile('ipcc-2006/fuels.csv', fuelRows());
for (const [table, sector] of SECTORS) writeStarterFile(`ipcc-2006/${sector}.csv`, sectorRows(table));
writeStarterFile('ipcc-2006/road-transport.csv', roadRows());
