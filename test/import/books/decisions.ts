import type { NumberStyle } from '../../../tables/cells/number-cell.ts';
import type { Mapping } from '../../../tables/column-plan.ts';
import type { Correction } from '../../../tables/corrected-cells.ts';
import type { NameList } from '../../../tables/name-lookup.ts';

/** One thing that a person says on the page. */
export interface Decision {
  readonly what: string;
  readonly sheet?: string;
  readonly style?: NumberStyle;
  readonly mapping?: Partial<Mapping>;
  readonly correction?: Correction;
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
const TRIP = { 'detail.row': 'value-chain-activity', 'detail.category': '3.6', 'detail.basis': 'life-cycle' };
const names = (column: string, list: NameList): Partial<Mapping> => ({ lookups: { [column]: list } });

/** What a person says about each book that can be imported. */
export const DECISIONS: Readonly<Record<string, readonly Decision[]>> = {
  'sites-40.xlsx': [
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
      what: 'Hull Distribution Centre is Hull DC',
      mapping: names('Site', { 'Hull Distribution Centre': { 'same-as': 'Hull DC' } }),
    },
    {
      what: 'numbers and days are written as in Britain',
      style: { decimal: '.', thousands: ',', order: 'day' },
    },
    { what: 'when fiscal years begin', mapping: { fiscalYearFrom: 'FY25=2024-04' } },
  ],
  'energy-statistics.xlsx': [
    { what: 'the column of amounts', mapping: { columns: { '消费量 合计': 'value' } } },
    {
      what: 'what each carrier is',
      mapping: names('能源名称', {
        原煤: fuel('raw-coal'),
        天然气: fuel('natural-gas', { 'detail.conditions': '20C' }),
        汽油: fuel('gasoline'),
        柴油: fuel('diesel'),
        热力: HEAT,
        电力: ELECTRICITY,
      }),
    },
    { what: 'the country', mapping: { set: { 'detail.geography': 'CN' } } },
  ],
  'fleet-cards.xlsx': [
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
      what: 'a refund with its purchase, and a line that is there twice',
      mapping: { leftOut: [{ row: 30 }, { row: 31 }, { row: 52 }] },
    },
  ],
  'stock-movements.csv': [
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
  'utility-bills.xlsx': [
    { what: 'the sheet with the bills', sheet: 'monthly' },
    {
      what: 'what each amount is, in which unit',
      mapping: names('carrier', {
        'Total Usage (kWh)': { ...ELECTRICITY, unit: 'kWh' },
        'Total Usage (Therms)': fuel('natural-gas', { unit: 'US therm', 'detail.calorific': 'gross' }),
      }),
    },
    { what: 'the country', mapping: { set: { 'detail.geography': 'US' } } },
    { what: 'Bill End Date is the last day', mapping: { columns: { 'Bill End Date': 'last' } } },
    { what: 'a bill that was cancelled', mapping: { leftOut: [{ row: 42 }, { row: 43 }] } },
  ],
  'refrigerant-log.xlsx': [
    {
      what: 'that rows are leaks',
      mapping: { set: { 'detail.row': 'refrigerant-leak', 'detail.category': '2.F.1' } },
    },
    { what: 'the country', mapping: { set: { 'detail.geography': 'US' } } },
    {
      what: 'which visits count',
      mapping: names('Service Type', {
        ...{ Repair: {}, Maintenance: {}, Disposal: {} },
        Installation: { 'left-out': 'a first charge' },
      }),
    },
    {
      what: 'ounces in pounds',
      mapping: names('Refrigerant Added (lbs)', { '24 oz': { value: '1.5' } }),
    },
    {
      what: 'the charge of the unit that was disposed of',
      correction: { row: 19, sheet: 'Service Log', column: 'Refrigerant Added (lbs)', from: '', to: '12' },
    },
  ],
  'travel-agency.xlsx': [
    {
      what: 'what each sheet is about, in which unit',
      mapping: names('Sheet', {
        Air: { ...TRIP, unit: 'miles' },
        Rail: { ...TRIP, 'detail.item': 'rail', unit: 'km' },
        Hotel: { ...TRIP, 'detail.item': 'hotel', unit: '{room-night}' },
      }),
    },
    {
      what: 'what each cabin is',
      mapping: names('Cabin', {
        Y: { 'detail.item': 'air, economy' },
        W: { 'detail.item': 'air, premium economy' },
        C: { 'detail.item': 'air, business' },
        F: { 'detail.item': 'air, first' },
      }),
    },
    {
      what: 'which coupons were flown',
      mapping: names('Coupon Status', {
        USED: {},
        ...Object.fromEntries(
          ['OPEN', 'EXCHANGED', 'REFUNDED', 'VOID'].map((status) => [status, { 'left-out': 'not flown' }]),
        ),
      }),
    },
    {
      what: 'miles to New York, as those of the way back',
      correction: { row: 5, sheet: 'Air', column: 'Miles', from: '', to: '3451' },
    },
    {
      what: 'miles to Singapore, as those of the way back',
      correction: { row: 14, sheet: 'Air', column: 'Miles', from: '', to: '6765' },
    },
  ],
  'supplier-footprints.xlsx': [
    { what: 'the column of footprints', mapping: { columns: { pcfExcludingBiogenic: 'value' } } },
    { what: 'the column of products', mapping: { columns: { productName: 'detail.item' } } },
    {
      what: 'versions that count',
      mapping: names('pfStatus', { Active: {}, Deprecated: { 'left-out': 'an old version' } }),
    },
    {
      what: 'that rows are factors of CO2e over the life cycle, of 2023',
      mapping: {
        set: {
          ...{ 'detail.row': 'activity-factor', 'detail.gases': 'CO2e', 'detail.basis': 'life-cycle' },
          'detail.year': '2023',
        },
      },
    },
    {
      what: 'what each declared unit is',
      mapping: names('declaredUnit', {
        piece: { per: '{piece}' },
        'square meter': { per: 'm2' },
        meter: { per: 'm' },
      }),
    },
  ],
  'group-of-three.xlsx': [
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
      what: 'two spellings of locations, and the example that is left out',
      mapping: names('Location', {
        'My Location (example, do not load)': OUT,
        'Gdansk plant': { 'same-as': 'Gdańsk plant' },
        'Lodz depot': { 'same-as': 'Łódź depot' },
      }),
    },
    { what: 'Record End is the last day', mapping: { columns: { 'Record End YYYY-MM-DD': 'last' } } },
  ],
};

/** What a person says about the book that is refused. */
export const BROKEN: readonly Decision[] = [
  { what: 'End Date is the first day after the bill', mapping: { columns: { 'End Date': 'until' } } },
  {
    what: 'which meter each row is of, and that the day of delivery is skipped',
    mapping: { columns: { 'Portfolio Manager Meter ID': 'detail.meter', 'Delivery Date': '' } },
  },
  {
    what: 'what each meter measures',
    mapping: names('Meter Type', { 'Electric - Grid': ELECTRICITY, 'Natural Gas': fuel('natural-gas') }),
  },
  { what: 'the country', mapping: { set: { 'detail.geography': 'US' } } },
  {
    what: 'what each unit is',
    mapping: names('Usage Units', {
      'kWh (thousand Watt-hours)': { unit: 'kWh' },
      therms: { unit: 'US therm' },
    }),
  },
];

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
