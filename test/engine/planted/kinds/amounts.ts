import {
  all,
  changeActivity,
  inSeriesOf,
  inUnit,
  isOf,
  ofPeriod,
  times,
  valued,
  type Fault,
} from '../fault.ts';

const isMonthly = inSeriesOf(12);
const isSerial = inSeriesOf(4);
const isPower = isOf('electricity-use');
const DAY = 86_400;

const byYears =
  (years: number): Fault['plant'] =>
  (table, random) => {
    const found = ofPeriod(table);
    if (found.length < 20) return null;
    const row = random.oneOf(found);
    const moved = { ...row, from: row.from + years * 365 * DAY, until: row.until + years * 365 * DAY };
    const series = found.filter(({ detail }) => detail === row.detail).map(({ key }) => key);
    return {
      table: { ...table, activities: table.activities.map((other) => (other === row ? moved : other)) },
      rows: [row.key, ...series],
    };
  };

/** The whole series of a year against the same one a year before. */
const wholeSeries =
  (factor: number): Fault['plant'] =>
  (table, random) => {
    const found = ofPeriod(table).filter(({ detail, from }) =>
      table.activities.some((other) => other.detail === detail && other.from < from - 364 * DAY),
    );
    if (found.length === 0) return null;
    const { detail } = random.oneOf(found);
    const own = found.filter((row) => row.detail === detail);
    const activities = table.activities.map((row) => (own.includes(row) ? times(factor)(row, random) : row));
    return { table: { ...table, activities }, rows: own.map(({ key }) => key) };
  };

/** What a month varies can hide a slip of so small a ratio, or in so seasonal a series. */
const often = (fault: Fault): Fault => ({ ...fault, least: 0.7 });

/** Amounts that are hardly, or not, possible. */
export const AMOUNTS: readonly Fault[] = [
  changeActivity('kWh entered as MWh', all(isPower, isSerial), times(1000)),
  changeActivity('MWh entered as kWh', all(isPower, isSerial), inUnit('kW.h')),
  changeActivity('GJ entered as MWh', all(isPower, isMonthly), times(3.6)),
  changeActivity('MWh entered as GJ', all(isPower, isMonthly), inUnit('GJ')),
  often(
    changeActivity(
      'therms entered as kWh',
      all(isOf('fuel-use', { fuel: 'natural-gas' }), isMonthly),
      times(1 / 29.3),
    ),
  ),
  changeActivity('kWh entered as therms', all(isPower, isSerial), times(29.3)),
  changeActivity('kg entered as t', all(isOf('fuel-use', { fuel: 'coking-coal' }), isSerial), times(1000)),
  changeActivity('t entered as kg', all(isOf('fuel-use', { fuel: 'lignite' }), isSerial), inUnit('kg')),
  changeActivity('litres entered as m3', all(isOf('fuel-use', { fuel: 'diesel' }), isSerial), (row) => ({
    ...row,
    unit: row.unit === 'L' ? 'm3' : 'kt',
  })),
  changeActivity(
    'm3 entered as litres',
    all(isOf('fuel-use', { fuel: 'natural-gas' }), isSerial),
    inUnit('L'),
  ),
  often(
    changeActivity(
      'pounds entered as kg, in a process',
      all(isOf('process-activity'), isMonthly),
      times(1 / 0.45359237),
    ),
  ),
  often(
    changeActivity('carbon entered as methane', all(isOf('measured-emission'), isMonthly), times(12 / 44)),
  ),
  changeActivity('a separator of thousands read as a decimal point', isSerial, times(1 / 1000)),
  changeActivity('a decimal point read as a separator', isSerial, times(1000)),
  changeActivity('a digit too many', isMonthly, times(10)),
  changeActivity('the amount of a year in one month', isMonthly, times(12)),
  changeActivity('Wh entered as MWh', all(isPower, isSerial), times(1e6)),
  changeActivity('Mt for metric tons', isOf('fuel-use', { fuel: 'anthracite' }), inUnit('Mt')),
  changeActivity('a negative amount', () => true, times(-1)),
  changeActivity('a comma in a number', () => true, valued('1,5')),
  { kind: 'a series of MWh entered as kWh, with the year before', plant: wholeSeries(1 / 1000) },
  { kind: 'a series of kWh entered as MWh, with the year before', plant: wholeSeries(1000) },
  { kind: 'the year 2032 for 2023', plant: byYears(9) },
  { kind: 'the year 2003 for 2023', plant: byYears(-20) },
  changeActivity(
    'a period that ends before it begins',
    () => true,
    (row) => ({ ...row, from: row.until, until: row.from }),
  ),
];
