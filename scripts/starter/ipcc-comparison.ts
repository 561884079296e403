/** Compares the tables of the 2006 IPCC Guidelines with each other, and with the GHG Protocol's tool that prints some of them. */
import type { Efdb } from './efdb.ts';
import { isNumber, type Workbook } from './sheet.ts';
import { nameOf } from './starter-file.ts';

/** Compares the CO2 factors of all sectors, so that one row serves all of them. @throws Error if they differ */
export function compareSectors(efdb: Efdb, sectors: readonly string[]): void {
  const [first, ...others] = sectors.map((table) => efdb.carbonDioxide(table));
  for (const other of others)
    for (const { fuel, value } of first!)
      if (other.find((row) => row.fuel === fuel)?.value !== value)
        throw new Error(`CO2 of ${fuel} differs by sector`);
}

/** CO2 is the carbon content × 44/12, rounded to three digits: tables 1.3 and 1.4 check each other. @throws Error if they do not fit */
export function compareCarbon(efdb: Efdb): void {
  const factors = efdb.carbonDioxide();
  for (const { fuel, value } of efdb.ofTable('1.3', 'Carbon Content', 'CO2')) {
    const factor = Number(factors.find((row) => row.fuel === fuel)!.value);
    const ratio = (Number(value) * 44_000) / 12 / factor;
    if (Math.abs(ratio - 1) > 0.005) throw new Error(`${fuel}: carbon × 44/12 is ${ratio} times the CO2 factor`);
  }
}

/** Tables of the tool: the title of each, its table of the guidelines, and its gas. */
const TOOL = [
  ['Table 1. CO2 Emission Factors by Fuel', '1.4 and 2.4', 'CO2'],
  ['Table 2. CH4 Emission Factors by Fuel', '2.4', 'CH4'],
  ['Table 3. N2O Emission Factors by Fuel', '2.4', 'N2O'],
] as const;

/** What the database calls fuels for which the tool has other words. */
const FUELS: Readonly<Record<string, readonly string[]>> = {
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

/** Compares factors and calorific values. @throws Error naming the first that differ, or a fuel that the database does not have */
export function compareWithTool(efdb: Efdb, tool: Workbook): void {
  const sheet = tool.readSheet('Stationary Combustion');
  let compared = 0;
  for (const [title, table, gas] of TOOL) {
    const factors = efdb.ofTable(table, `${gas} Emission Factor`, gas);
    for (const { fuel, ncv, factor } of readToolTable(sheet, title, efdb)) {
      const own = factors.find((row) => row.fuel === fuel)?.value;
      const value = efdb.netCalorificValues().find((row) => row.fuel === fuel)?.value;
      if (Number(own) !== Number(factor) || (ncv !== 'NA' && Number(value) !== Number(ncv)))
        throw new Error(`${fuel}, ${gas}: ${factor} at ${ncv} there, ${own} at ${value} here`);
      compared += 1;
    }
  }
  console.log(`${compared} factors and calorific values agree with the GHG Protocol's tool`);
}

/** The lines of a table of the tool: a fuel, its calorific value (`NA` where there is none) and its factor per energy. */
function readToolTable(
  sheet: readonly string[][],
  title: string,
  efdb: Efdb,
): { fuel: string; ncv: string; factor: string }[] {
  const rest = sheet.slice(sheet.findIndex((row) => row.includes(title)) + 1);
  const end = rest.findIndex((row) => row.some((cell) => cell.startsWith('1 Density')));
  return rest.slice(0, end).flatMap((row) => {
    const at = row.findIndex((cell) => isNumber(cell) || cell === 'NA');
    const [label = '', ncv = '', factor = ''] = row.slice(Math.max(0, at - 1));
    if (at < 1) return [];
    const name = nameOf(label.replace(/\d$/, ''));
    const fuels = FUELS[name] ?? efdb.fuels.filter((fuel) => nameOf(fuel) === name);
    if (fuels.length === 0) throw new Error(`the database has no fuel ${label}`);
    return fuels.map((fuel) => ({ fuel, ncv, factor }));
  });
}
