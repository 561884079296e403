/**
 * Writes `data/uk-2024/`: node scripts/starter/uk-2024.ts FLAT-FILE.xlsx CONDENSED-SET.xlsx
 *
 * Both are workbooks of the UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1. Each factor of the flat file
 * whose category has a sheet in the condensed set must be among the numbers of that sheet. Categories of supply (WTT) have none.
 */
import { isNumber, Workbook } from './sheet.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';
import { readUkFactors, type UkFactor } from './uk-flat-file.ts';
import { combustionRows, EDITION, fuelOf, itemRows, propertyRows, rowOf, titleOf, type Basis } from './uk-rows.ts';

const [flatFile, condensedSet] = process.argv.slice(2);
if (flatFile === undefined || condensedSet === undefined)
  throw new Error('usage: node scripts/starter/uk-2024.ts FLAT-FILE.xlsx CONDENSED-SET.xlsx');
const factors = readUkFactors(new Workbook(flatFile));
const condensed = new Workbook(condensedSet);

const ofCategories = (...categories: readonly string[]): UkFactor[] => {
  const absent = categories.find((name) => !factors.some(({ category }) => category === name));
  if (absent !== undefined) throw new Error(`the flat file has no category ${absent}`);
  return factors.filter(({ category }) => categories.includes(category));
};

 hotelRows(): StarterRow[] {
  return ofCategories('Hotel stay').map(({ levels: [, country], value }) => {
    const geography = COUNTRIES[country];
    if (geography === undefined) throw new Error(`unknown country ${country}`);
    const item = country === 'UK (London)' ? 'hotel-stay-london' : 'hotel-stay';
    const detail = { row: 'activity-factor', item, gases: ['CO2', 'CH4', 'N2O'], gwpSet: EDITION.gwpSet, basis: 'life-cycle' };
    const key = `life-cycle/${item}/${geography}`;
    return rowOf(key, value, 'kg{CO2e}/{room-night}', detail, `Hotel stay: ${country}, room per night`, geography);
  });
}

/** Names of what supplies energy. Those of fuels are their names, with the unit where there are several. */
function nameOfSupply({ category, levels: [two, three] }: UkFactor): string[] {
  if (category === 'WTT- UK electricity') return [two.includes('T&D') ? 'electricity-transmission-distribution' : 'electricity-generated'];
  if (category === 'Transmission and distribution')
    return [two.includes('electricity') ? 'electricity-transmission-distribution' : 'district-heat-steam-distribution'];
  if (category === 'WTT- heat and steam')
    return [two.includes('distribution') ? 'district-heat-steam-distribution' : three];
  return [fuelOf(three)];
}

function electricityRows(): StarterRow[] {
  return ofCategories('UK electricity').map(({ value, gases }) => {
    const detail = { row: 'grid-factor', mix: 'average', grid: 'national', gases, gwpSet: EDITION.gwpSet, basis: 'generation' };
    return rowOf('GB/2024/average', value, 'kg{CO2e}/kW.h', detail, 'Electricity generated: Electricity: UK, kWh');
  });
}

/** On-site and district heat have one factor, for heat and for steam. */
function heatRows(): StarterRow[] {
  const [first, ...others] = ofCategories('Heat and steam');
  if (others.some(({ value }) => value !== first!.value)) throw new Error('on-site and district heat differ');
  return ['heat', 'steam'].map((carrier) => {
    const detail = { row: 'heat-factor', carrier, gases: first!.gases, gwpSet: EDITION.gwpSet };
    return rowOf(`heat-factor/${carrier}`, first!.value, 'kg{CO2e}/kW.h', detail, 'Heat and steam: on-site or district, kWh');
  });
}

compareWithCondensedSet();
writeStarterFile('uk-2024/fuels.csv', [
  ...combustionRows(ofCategories('Fuels', 'Bioenergy', 'Outside of scopes')),
  ...propertyRows(condensed.readSheet('Fuel properties')),
]);
writeStarterFile('uk-2024/electricity.csv', electricityRows());
writeStarterFile('uk-2024/energy-supply.csv', [
  ...heatRows(),
  ...itemRows(
    ofCategories('Transmission and distribution', 'WTT- fuels', 'WTT- bioenergy', 'WTT- UK electricity', 'WTT- heat and steam'),
    { basisOf: transport.basisOf, itemOf: nameOfSupply },
  ),
]);
writeStarterFile('uk-2024/travel.csv', [
  ...itemRows(ofCategories('Business travel- air', 'Business travel- land', 'Business travel- sea'), transport),
  ...itemRows(ofCategories('WTT- business travel- air', 'WTT- pass vehs & travel- land', 'WTT- business travel- sea'), transport),
  ...hotelRows(),
  ...itemRows(ofCategories('Homeworking'), { basisOf: () => 'life-cycle', itemOf: ({ levels: [two] }) => [two.startsWith('Homeworking') ? 'homeworking' : `homeworking ${two}`] }),
]);
writeStarterFile('uk-2024/freight.csv', [
  ...itemRows(ofCategories('Freighting goods'), transport),
  ...itemRows(ofCategories('WTT- delivery vehs & freight'), transport),
]);
writeStarterFile('uk-2024/materials-waste-water.csv', [
  ...itemRows(ofCategories('Material use'), { basisOf: () => 'life-cycle', itemOf: ({ levels: [, three, , column] }) => ['material', three, column] }),
  ...itemRows(ofCategories('Waste disposal'), { basisOf: () => 'life-cycle', itemOf: ({ levels: [, three, , column] }) => ['waste', three, column] }),
  ...itemRows(ofCategories('Water supply', 'Water treatment'), { basisOf: () => 'life-cycle', itemOf: ({ levels: [two] }) => [two] }),
]);
