import {
  changeActivity,
  changeFactor,
  inUnit,
  isOf,
  stating,
  times,
  valued,
  without,
  type Fault,
} from '../fault.ts';
import type { TestEntry } from '../../dataset.ts';

const burns =
  (...fuels: readonly string[]) =>
  ({ detail }: TestEntry): boolean =>
    fuels.includes(detail!['fuel'] as string);
const usesPower =
  (geography: string) =>
  (row: TestEntry): boolean =>
    isOf('electricity-use', { geography })(row);
const leaks = (gas: string) => isOf('refrigerant-leak', { gas });
const takes = (item: string) => isOf('value-chain-activity', { item });

/** Factors with values that are hardly, or not, possible, or are of something else. */
export const FACTORS: readonly Fault[] = [
  changeFactor('a calorific value in TJ/t', 'lignite/ncv', burns('lignite'), inUnit('TJ/t')),
  changeFactor('a calorific value in MJ/t', 'coking-coal/ncv', burns('coking-coal'), inUnit('MJ/t')),
  changeFactor(
    'a calorific value above that of hydrogen',
    'coking-coal/ncv',
    burns('coking-coal'),
    valued('282'),
  ),
  changeFactor(
    'a calorific value in kWh entered as MJ',
    'anthracite/ncv',
    burns('anthracite'),
    times(1 / 3.6),
  ),
  changeFactor('a calorific value of another fuel', 'lignite/ncv', burns('lignite'), valued('48')),
  changeFactor('a CO2 factor in t/TJ', 'natural-gas/CO2', burns('natural-gas'), inUnit('t{CO2}/TJ')),
  changeFactor('a CO2 factor in kg/GJ entered as kg/TJ', 'diesel/CO2', burns('diesel'), times(1 / 1000)),
  changeFactor('a CO2 factor that is carbon', 'anthracite/CO2', burns('anthracite'), times(12 / 44)),
  changeFactor('a CO2 factor times 44/12 again', 'natural-gas/CO2', burns('natural-gas'), times(44 / 12)),
  changeFactor('more carbon than mass', 'coking-coal/CO2', burns('coking-coal'), times(1.6)),
  changeFactor(
    'a CO2 factor in lb/MMBtu entered as kg/TJ',
    'anthracite/CO2',
    burns('anthracite'),
    valued('228.6'),
  ),
  changeFactor('the CO2 factor in the row of CH4', 'diesel/CH4', burns('diesel'), valued('74100')),
  changeFactor('methane in t/TJ', 'lignite/CH4', burns('lignite'), inUnit('t{CH4}/TJ')),
  changeFactor('nitrous oxide in t/TJ', 'diesel/N2O', burns('diesel'), inUnit('t{N2O}/TJ')),
  changeFactor('an oxidation of 98', 'lignite/oxidation', burns('lignite'), valued('98')),
  changeFactor('an oxidation of 0.98 %', 'diesel/oxidation', burns('diesel'), (row) => ({
    ...row,
    value: '0.98',
    unit: '%',
  })),
  changeFactor('an oxidation of 1.01', 'natural-gas/oxidation', burns('natural-gas'), valued('1.01')),
  changeFactor(
    'a density per litre entered per m3',
    'diesel/density',
    (row) => burns('diesel')(row) && row.unit === 'L',
    valued('0.8432'),
  ),
  changeFactor(
    'a density in kg/L of a value per m3',
    'diesel/density',
    (row) => burns('diesel')(row) && row.unit === 'L',
    inUnit('kg/L'),
  ),
  changeFactor(
    'the density of a gas as a liquid',
    'natural-gas/density',
    (row) => burns('natural-gas')(row) && row.unit === 'm3',
    times(1000),
  ),
  changeFactor(
    'a grid factor per kWh that is per MWh',
    'grid/DE/average/2023',
    usesPower('DE'),
    valued('380'),
  ),
  changeFactor('a grid factor in g entered as kg', 'grid/GB/average/2023', usesPower('GB'), valued('207')),
  changeFactor('a heat factor per GJ that is per TJ', 'heat/heat', isOf('heat-use'), valued('60000')),
  changeFactor(
    'lime in kg per t as t per t',
    'process/lime',
    isOf('process-activity', { process: 'lime' }),
    valued('785'),
  ),
  changeFactor(
    'per cent as ratio in a conversion factor',
    'conversion/lime-content',
    isOf('process-activity', { process: 'lime' }),
    valued('92'),
  ),
  changeFactor('the share of a blend in per cent', 'blend/R-404A/HFC-125', leaks('R-404A'), valued('44')),
  changeFactor(
    'the share of a blend with a digit lost',
    'blend/R-404A/HFC-125',
    leaks('R-404A'),
    valued('0.044'),
  ),
  changeFactor('a factor of the value chain per kg as per t', 'item/scrap', takes('scrap'), valued('400')),
  changeFactor('a factor per km in g entered as kg', 'item/flight', takes('flight'), valued('151')),
  changeFactor('a potential with a digit lost', 'AR5/HFC-32', leaks('HFC-32'), valued('67')),
  changeFactor(
    'a potential of another set',
    'AR5/CH4',
    burns('diesel', 'lignite', 'natural-gas'),
    valued('25'),
  ),
  changeFactor('a factor of another set', 'item/rail', takes('rail'), stating({ gwpSet: 'AR4' })),
  changeFactor('a factor of an unknown set', 'item/rail', takes('rail'), stating({ gwpSet: 'AR-5' })),
  changeFactor('a factor of another country', 'item/flight', takes('flight'), stating({ geography: 'US' })),
  changeFactor('a factor of another basis', 'item/feed', takes('feed'), stating({ basis: 'well-to-tank' })),
  changeFactor('a factor of another year', 'item/commute', takes('commute'), (row) => ({
    ...row,
    from: Date.UTC(2019, 0) / 1000,
    until: Date.UTC(2020, 0) / 1000,
  })),
  changeFactor('an old factor', 'lignite/CO2', burns('lignite'), stating({ year: 2006 })),
  changeFactor('a CO2 factor of 0', 'anthracite/CO2', burns('anthracite'), valued('0')),
  changeFactor('a negative factor', 'diesel/CO2', burns('diesel'), times(-1)),
  changeFactor(
    'a grid factor in lb/MWh entered as kg/MWh',
    'grid/GB/average/2023',
    usesPower('GB'),
    times(1 / 0.45359237),
  ),
  changeActivity('an item without factor', takes('flight'), stating({ item: 'flights' })),
  changeFactor('a factor without its fuel', 'diesel/CO2', burns('diesel'), without('fuel')),
];

/** What counts a gas wrongly. */
export const GASES: readonly Fault[] = [
  changeFactor(
    'N2O-N taken as N2O, where the row says so',
    'process/fertiliser',
    isOf('process-activity', { process: 'fertiliser' }),
    (row) => ({
      ...row,
      value: '10',
      detail: { ...row.detail, title: 'Direct emissions, kg N2O-N per t of N' },
    }),
  ),
  changeFactor(
    'methane in the unit of a factor of CO2',
    'lignite/CO2',
    burns('lignite'),
    inUnit('kg{CH4}/TJ'),
  ),
  changeFactor('CO2e in a row of methane', 'diesel/CH4', burns('diesel'), (row) => ({
    ...row,
    value: '84',
    unit: 'kg{CO2e}/TJ',
  })),
  changeFactor('a mass of no gas', 'natural-gas/CH4', burns('natural-gas'), inUnit('kg/TJ')),
  changeFactor('CO2 in a row of methane', 'lignite/CH4', burns('lignite'), inUnit('kg{CO2}/TJ')),
  changeFactor('a total in CO2e of CO2 alone', 'item/feed', takes('feed'), stating({ gases: ['CO2'] })),
  changeActivity('a measured mass without its gas', isOf('measured-emission'), inUnit('t')),
  changeActivity('a measured mass in CO2e', isOf('measured-emission'), inUnit('t{CO2e}')),
  changeActivity('a gas of no set', leaks('HFC-32'), stating({ gas: 'HFC-999' })),
  changeActivity('CO2e as a gas', leaks('HFC-32'), stating({ gas: 'CO2e' })),
  {
    kind: 'no factor of methane',
    plant: (table) =>
      table.activities.some(burns('lignite'))
        ? {
            table: { ...table, factors: table.factors.filter(({ key }) => key !== 'lignite/CH4') },
            rows: ['lignite/CO2'],
          }
        : null,
  },
  {
    kind: 'no potential',
    plant: (table) => ({
      table: { ...table, factors: table.factors.filter(({ key }) => key !== 'AR5/N2O') },
      rows: table.activities.map(({ key }) => key).concat(table.factors.map(({ key }) => key)),
    }),
  },
];
