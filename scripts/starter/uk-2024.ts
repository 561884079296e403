/**
 * Writes `data/uk-2024/`: node scripts/starter/uk-2024.ts FLAT-FILE.xlsx CONDENSED-SET.xlsx
 *
 * Both are workbooks of the UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1. Each factor of the flat file
 * whose category has a sheet in the condensed set must be among the numbers of that sheet. Categories of supply (WTT) have none.
 */
import { isNumber, Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';
import { readUkFactors, type UkFactor } from './uk-flat-file.ts';
import {
  combustionRows,
  electricityRow,
  fuelOf,
  heatRows,
  hotelRow,
  itemRows,
  propertyRows,
  titleOf,
  type Basis,
} from './uk-rows.ts';

const [flatFile, condensedSet] = process.argv.slice(2);
if (flatFile === undefined || condensedSet === undefined)
  throw new Error('usage: node scripts/starter/uk-2024.ts FLAT-FILE.xlsx CONDENSED-SET.xlsx');
const factors = readUkFactors(new Workbook(flatFile));
const condensed = new Workbook(condensedSet);

/** Returns the factors of categories, in the order of the flat file. @throws Error for a category that it does not have */
function ofCategories(...categories: readonly string[]): UkFactor[] {
  const absent = categories.find((name) => !factors.some(({ category }) => category === name));
  if (absent !== undefined) throw new Error(`the flat file has no category ${absent}`);
  return factors.filter(({ category }) => categories.includes(category));
}

/** @throws Error naming factors that the other workbook does not have */
function compareWithCondensedSet(): void {
  for (const [category, own] of Map.groupBy(factors, (factor) => factor.category)) {
    if (!condensed.hasSheet(category)) {
      console.log(`${category}: the condensed set has no such sheet`);
      continue;
    }
    const numbers = new Set(condensed.readSheet(category).flat().filter(isNumber).map(Number));
    const others = own.filter(({ value }) => !numbers.has(Number(value)));
    console.log(
      `${category}: ${own.length - others.length} of ${own.length} factors are in the condensed set`,
    );
    if (others.length > 0) throw new Error(`${category}: ${others.map(titleOf).join('; ')}`);
  }
}

const SHORT: Readonly<Record<string, string>> = {
  'cars (by market segment)': 'car',
  'cars (by size)': 'car',
  flights: 'flight',
  vans: 'van',
  'hgv (all diesel)': 'hgv',
  'hgv refrigerated (all diesel)': 'hgv-refrigerated',
  'hgvs refrigerated (all diesel)': 'hgv-refrigerated',
  'freight flights': 'freight-flight',
};

/** Shorter words of column texts, so that names are not too long. */
const SHORT_COLUMNS: Readonly<Record<string, string>> = {
  'Battery Electric Vehicle': 'BEV',
  'Plug-in Hybrid Electric Vehicle': 'PHEV',
  'Primary material production': 'primary',
  'Closed-loop source': 'closed-loop',
};
const shorten = (column: string): string => SHORT_COLUMNS[column] ?? column;

const isSupply = ({ category }: UkFactor): boolean => category.startsWith('WTT-');

/** Ways to travel or to carry goods have the same name with and without the supply of their fuel. */
const TRANSPORT = {
  basisOf: (factor: UkFactor): Basis => (isSupply(factor) ? 'well-to-tank' : 'combustion'),
  itemOf: ({ levels: [two, three, four, column] }: UkFactor): string[] => {
    const kind = two.replace(/^WTT- /, '').toLowerCase();
    const what = three
      .replace(/ car$/, '')
      .replace('Articulated', 'artic')
      .replace(', to/from UK', '')
      .replace(', to/from', '')
      .replace(/\(>([\d.]+)(?: tonnes)? ?- ?([\d.]+) ?t(?:onnes)?\)/, '$1-$2 t')
      .replace(/ ?tonnes\)|(?<=\d)t\)/, ' t');
    return [SHORT[kind] ?? kind, what, four, shorten(column)];
  },
};

const SUPPLY = {
  basisOf: TRANSPORT.basisOf,
  itemOf: ({ category, levels: [two, three] }: UkFactor): string[] => {
    if (category === 'WTT- fuels' || category === 'WTT- bioenergy') return [fuelOf(three)];
    if (/heat/i.test(two)) return [/distribution/i.test(two) ? 'heat-steam-distribution' : three];
    return [two.includes('T&D') ? 'electricity-transmission-distribution' : 'electricity-generated'];
  },
};

/** Items whose factor counts all that it takes to make, to treat or to offer them. */
const lifeCycle = (itemOf: (factor: UkFactor) => readonly string[]): Parameters<typeof itemRows>[1] => ({
  basisOf: () => 'life-cycle',
  itemOf,
});

function writeAll(files: Readonly<Record<string, readonly StarterRow[]>>): void {
  for (const [name, rows] of Object.entries(files)) writeStarterFile(`uk-2024/${name}.csv`, rows);
}

compareWithCondensedSet();
const travel = ['Business travel- air', 'Business travel- land', 'Business travel- sea'];
const travelSupply = [
  'WTT- business travel- air',
  'WTT- pass vehs & travel- land',
  'WTT- business travel- sea',
];
const energySupply = ['WTT- fuels', 'WTT- bioenergy', 'WTT- UK electricity', 'WTT- heat and steam'];
writeAll({
  fuels: [
    ...combustionRows(ofCategories('Fuels', 'Bioenergy', 'Outside of scopes')),
    ...propertyRows(condensed.readSheet('Fuel properties')),
  ],
  electricity: ofCategories('UK electricity').map(electricityRow),
  'energy-supply': [
    ...heatRows(ofCategories('Heat and steam')),
    ...itemRows(ofCategories('Transmission and distribution', ...energySupply), SUPPLY),
  ],
  travel: [
    ...itemRows(ofCategories(...travel, ...travelSupply), TRANSPORT),
    ...ofCategories('Hotel stay').map(hotelRow),
    ...itemRows(
      ofCategories('Homeworking'),
      lifeCycle(({ levels: [two] }) =>
        two.startsWith('Homeworking') ? ['homeworking'] : ['homeworking', two],
      ),
    ),
  ],
  freight: itemRows(ofCategories('Freighting goods', 'WTT- delivery vehs & freight'), TRANSPORT),
  'materials-waste-water': [
    ...itemRows(
      ofCategories('Material use'),
      lifeCycle(({ levels: [, three, , column] }) => ['material', three, shorten(column)]),
    ),
    ...itemRows(
      ofCategories('Waste disposal'),
      lifeCycle(({ levels: [, three, , column] }) => ['waste', three, column]),
    ),
    ...itemRows(
      ofCategories('Water supply', 'Water treatment'),
      lifeCycle(({ levels: [two] }) => [two]),
    ),
  ],
});
