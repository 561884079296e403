import { calorific, conditions, factorMembers, name } from './common.ts';
import { optional } from './member.ts';
import { quantity, type PlausibleRange, type PossibleRange } from './row-type.ts';

const IPCC_2006_ENERGY = '2006 IPCC Guidelines, volume 2, chapter 1';

const OF_FUEL = ['fuel', 'geography'];

/** Boron, which gives the most heat of all elements by volume, gives less than this. */
const HEAT_OF_VOLUME: PossibleRange = {
  unit: 'MJ/m3',
  most: '150000',
  why: 'no fuel gives so much heat: liquid fuels give about 36 000 MJ/m3, gases 10 to 130',
};
const USUAL_HEAT_OF_VOLUME: PlausibleRange = {
  unit: 'MJ/m3',
  least: '2',
  most: '45000',
  source:
    'Guzzo and others (2022), as RSE-TGM/multienergysystem lists them: gases from 10.2 (hydrogen) to 126 (butane, gross); ' +
    'lean gases and liquids: no table was read',
};

/** What net and gross calorific values share. */
const CALORIFIC = {
  role: 'factor',
  units: ['J/kg', 'J/m3'],
  period: 'optional',
  found: OF_FUEL,
  foundByUnit: true,
  subject: 'fuel',
  alike: 2,
} as const;

const netCalorificValue = quantity(
  'net-calorific-value',
  { fuel: name, conditions, ...factorMembers },
  {
    words: { en: 'net calorific values', 'zh-CN': '低位发热量' },
    ...CALORIFIC,
    possible: [
      { unit: 'MJ/kg', most: '120', why: 'no fuel gives more heat than hydrogen, 120.0 MJ/kg net' },
      HEAT_OF_VOLUME,
    ],
    plausible: [
      {
        unit: 'TJ/Gg',
        least: '1',
        most: '120',
        source: `${IPCC_2006_ENERGY}, table 1.2: defaults from 2.47 to 50.4; hydrogen has 120`,
      },
      USUAL_HEAT_OF_VOLUME,
    ],
  },
);

const grossCalorificValue = quantity(
  'gross-calorific-value',
  { fuel: name, conditions, ...factorMembers },
  {
    words: { en: 'gross calorific values', 'zh-CN': '高位发热量' },
    ...CALORIFIC,
    possible: [
      { unit: 'MJ/kg', most: '142.2', why: 'no fuel gives more heat than hydrogen, 141.8 MJ/kg gross' },
      HEAT_OF_VOLUME,
    ],
    plausible: [
      {
        unit: 'TJ/Gg',
        least: '1',
        most: '142.2',
        source: `${IPCC_2006_ENERGY}, table 1.2: net values from 2.47 to 50.4; hydrogen has 142`,
      },
      USUAL_HEAT_OF_VOLUME,
    ],
  },
);

/** Net over gross calorific value of a fuel. */
const calorificRatio = quantity(
  'calorific-ratio',
  { fuel: name, ...factorMembers },
  {
    words: { en: 'ratios of calorific values', 'zh-CN': '发热量换算比' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'the net calorific value is a part of the gross one' }],
    period: 'optional',
    found: OF_FUEL,
    subject: 'fuel',
    alike: 1.1,
    plausible: [
      {
        unit: '1',
        least: '0.8',
        most: '1',
        source:
          'UK Government GHG Conversion Factors 2021, derived: 0.90 (natural gas) to 0.95 (coal, petrol)',
      },
    ],
  },
);

const density = quantity(
  'density',
  { fuel: name, conditions, ...factorMembers },
  {
    words: { en: 'densities', 'zh-CN': '密度' },
    role: 'factor',
    units: ['kg/m3'],
    period: 'optional',
    found: OF_FUEL,
    subject: 'fuel',
    alike: 2,
    possible: [
      {
        unit: 'kg/m3',
        least: '0.08',
        most: '22600',
        why: 'nothing is lighter than hydrogen or denser than osmium',
      },
    ],
    plausible: [
      {
        unit: 'kg/m3',
        least: '0.08',
        most: '2300',
        source: 'physical constants: hydrogen 0.084 at 20 °C, graphite 2 260',
      },
    ],
  },
);

/** Carbon of a fuel or another material per energy, mass or volume; `calorific` says on which basis the energy is (absent: net). */
const carbonContent = quantity(
  'carbon-content',
  { fuel: name, calorific: optional(calorific), ...factorMembers },
  {
    words: { en: 'carbon contents', 'zh-CN': '含碳量' },
    role: 'factor',
    units: ['kg/J', 'kg/kg', 'kg/m3'],
    period: 'optional',
    found: ['fuel', 'calorific', 'geography'],
    foundByUnit: true,
    subject: 'fuel',
    alike: 2,
    possible: [{ unit: 'kg/kg', most: '1', why: 'a fuel has no more carbon than mass' }],
    plausible: [
      {
        unit: 'kg/GJ',
        least: '8',
        most: '90',
        source: `${IPCC_2006_ENERGY}, table 1.3: defaults from 12.1 to 70.8`,
      },
      {
        unit: 'kg/kg',
        least: '0.001',
        most: '1',
        source: 'a fuel has no more carbon than mass, and steel some thousandths',
      },
    ],
  },
);

const oxidation = quantity(
  'oxidation',
  { fuel: name, ...factorMembers },
  {
    words: { en: 'oxidation factors', 'zh-CN': '碳氧化率' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'no more than all carbon burns' }],
    period: 'optional',
    found: OF_FUEL,
    subject: 'fuel',
    plausible: [
      {
        unit: '1',
        least: '0.8',
        most: '1',
        source:
          'Revised 1996 IPCC Guidelines, volume 3, table 1-6: 0.98 to 0.995; up to 6.6 % of coal does not burn',
      },
    ],
  },
);

/** The share of biogenic carbon in all carbon of a fuel: its CO2 is divided into a fossil and a biogenic line. */
const biomassFraction = quantity(
  'biomass-fraction',
  { fuel: name, ...factorMembers },
  {
    words: { en: 'biomass fractions', 'zh-CN': '生物质比例' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a part of the whole fuel' }],
    period: 'optional',
    found: OF_FUEL,
    subject: 'fuel',
  },
);

/** Properties of a fuel, which D1 and D2 hold: a company can measure those of its own fuel. */
export const FUEL_ROWS = [
  netCalorificValue,
  grossCalorificValue,
  calorificRatio,
  density,
  carbonContent,
  oxidation,
  biomassFraction,
] as const;
