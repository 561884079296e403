import type { NumberStyle } from '../../../tables/cells/number-cell.ts';
import type { Mapping } from '../../../tables/column-plan.ts';
import type { NameList } from '../../../tables/name-lookup.ts';

/** One thing that a person says on the page. */
export interface Decision {
  readonly what: string;
  readonly sheet?: string;
  readonly style?: NumberStyle;
  readonly mapping?: Partial<Mapping>;
}

const OUT = { 'left-out': 'no energy' };
const ELECTRICITY = { 'detail.row': 'electricity-use', 'detail.category': 'purchased electricity' };
const HEAT = { 'detail.row': 'heat-use', 'detail.category': 'purchased heat', 'detail.carrier': 'heat' };
const fuel = (
  name: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  ...{ 'detail.row': 'fuel-use', 'detail.category': '1.A.4', 'detail.fuel': name },
  ...more,
});
const names = (column: string, list: NameList): Partial<Mapping> => ({ lookups: { [column]: list } });

/** What a person says about each book that can be imported. */
export const DECISIONS: Readonly<Record<string, (sites: NameList) => readonly Decision[]>> = {
  'sites-40.xlsx': (sites) => [
    {
      what: 'what each sheet is about',
      mapping: names('Sheet', {
        Electricity: ELECTRICITY,
        'Natural gas': fuel('natural-gas', { 'detail.calorific': 'gross' }),
        'Gas oil': fuel('gas-oil'),
        'District heat': { ...HEAT, unit: 'MWh' },
      }),
    },
    {
      what: 'the list of sites, in which Hull Distribution Centre is Hull DC',
      mapping: names('Site', { ...sites, 'Hull Distribution Centre': sites['Hull DC']! }),
    },
    {
      what: 'numbers and days are written as in Britain',
      style: { decimal: '.', thousands: ',', order: 'day' },
    },
    { what: 'a line that is struck out', mapping: { leftOut: [{ row: 26, sheet: 'Electricity' }] } },
    { what: 'when fiscal years begin', mapping: { fiscalYearFrom: 'FY25=2024-04' } },
  ],
  'energy-statistics.xlsx': () => [
    { what: 'the column of amounts', mapping: { columns: { '消费量 合计': 'value' } } },
    {
      what: 'what each carrier is',
      mapping: names('能源名称', {
        原煤: fuel('raw-coal'),
        '其中：一般烟煤': OUT,
        天然气: fuel('natural-gas', { 'detail.conditions': '20C' }),
        汽油: fuel('gasoline'),
        柴油: fuel('diesel'),
        热力: HEAT,
        电力: ELECTRICITY,
      }),
    },
    { what: 'the country', mapping: { set: { 'detail.geography': 'CN' } } },
  ],
  'fleet-cards.xlsx': () => [
    {
      what: 'what each product is, in which unit, and what is left out',
      mapping: names('Product Name', {
        Diesel: fuel('diesel', { unit: 'L' }),
        'Unleaded - Medium octane': fuel('petrol', { unit: 'L' }),
        Autogas: fuel('lpg', { unit: 'L' }),
        'EV Charging DC': { ...ELECTRICITY, unit: 'kWh' },
        AdBlue: OUT,
        'Motorway toll': OUT,
        'Car wash': OUT,
        'Card fee': OUT,
      }),
    },
    {
      what: 'the code of each country',
      mapping: names('Purchased In Country', {
        Germany: { 'detail.geography': 'DE' },
        Netherlands: { 'detail.geography': 'NL' },
        Belgium: { 'detail.geography': 'BE' },
        Poland: { 'detail.geography': 'PL' },
      }),
    },
    {
      what: 'a refund with its purchase, and a line that stands twice',
      mapping: { leftOut: [{ row: 30 }, { row: 31 }, { row: 52 }] },
    },
  ],
  'stock-movements.csv': () => [
    {
      what: 'which fuel each material is',
      mapping: names('Materialkurztext', {
        'Heizöl EL schwefelarm': fuel('heating-oil'),
        'Dieselkraftstoff B7 EN 590': fuel('diesel'),
        'Propan techn. Flasche 33 kg': fuel('propane'),
        'Gießereikoks 80/150': fuel('coke'),
        'Hydrauliköl HLP 46': OUT,
      }),
    },
    {
      what: 'which movements are use',
      mapping: names('Bewegungsart', { 101: { 'left-out': 'a purchase' }, 261: {}, 262: {} }),
    },
    { what: 'the country', mapping: { set: { 'detail.geography': 'DE' } } },
    { what: 'issues are negative', mapping: { isReversed: true } },
    {
      what: 'issues that were taken back',
      mapping: { leftOut: [25, 26, 52, 53, 83, 84].map((row) => ({ row })) },
    },
  ],
  'group-of-three.xlsx': () => [
    { what: 'the sheet with the records', sheet: 'Records to load' },
    {
      what: 'what each account is about',
      mapping: names('Account Style Caption', {
        'S2 - Electricity - kWh': { ...ELECTRICITY, unit: 'kWh' },
        'S1 - Natural Gas - m3': fuel('natural-gas', { unit: 'm3', 'detail.conditions': '15C' }),
        'S1 - Diesel Stationary - litres': fuel('diesel', { unit: 'L' }),
        'S2 - District Heating - MWh': { ...HEAT, unit: 'MWh' },
        'Water - m3': OUT,
      }),
    },
    {
      what: 'where each location is, and the example that is left out',
      mapping: names('Location', {
        'My Location (example, do not load)': OUT,
        'Grimsby smokehouse': { 'detail.facility': 'Grimsby smokehouse', 'detail.geography': 'GB' },
        'Hull cold store': { 'detail.facility': 'Hull cold store', 'detail.geography': 'GB' },
        'Gdańsk plant': { 'detail.facility': 'Gdańsk plant', 'detail.geography': 'PL' },
        'Gdansk plant': { 'detail.facility': 'Gdańsk plant', 'detail.geography': 'PL' },
        'Łódź depot': { 'detail.facility': 'Łódź depot', 'detail.geography': 'PL' },
        'Lodz depot': { 'detail.facility': 'Łódź depot', 'detail.geography': 'PL' },
        'Muuga terminal': { 'detail.facility': 'Muuga terminal', 'detail.geography': 'EE' },
      }),
    },
    { what: 'Record End is the last day', mapping: { columns: { 'Record End YYYY-MM-DD': 'last' } } },
  ],
};

/** Returns decisions as one mapping. */
export function joinDecisions(decisions: readonly Decision[]): Mapping {
  const all = decisions.flatMap(({ mapping }) => mapping ?? []);
  return {
    ...Object.assign({}, ...all),
    columns: Object.assign({}, ...all.map(({ columns }) => columns)),
    set: Object.assign({}, ...all.map(({ set }) => set)),
    lookups: Object.assign({}, ...all.map(({ lookups }) => lookups)),
  } as Mapping;
}
