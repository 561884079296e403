import { account, CARRIERS } from './activity.ts';
import {
  basis,
  calorific,
  chainMembers,
  conditions,
  factorMembers,
  gas,
  gasList,
  gwpSetName,
  name,
  year,
} from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

const IPCC_2006 = '2006 IPCC Guidelines, volume 2';

const PER_ANYTHING = ['kg/*'];

/**
 * Emissions per energy, mass or volume of a fuel. A factor of CO2e names the gases that it sums and their GWP set. `calorific` says
 * on which basis a factor per energy is (absent: net).
 */
const emissionFactor = quantity(
  'emission-factor',
  {
    fuel: name,
    gas: oneOf(['CO2', 'CH4', 'N2O', 'CO2e']),
    gases: optional(gasList),
    gwpSet: optional(gwpSetName),
    origin: oneOf(['fossil', 'biogenic']),
    basis,
    calorific: optional(calorific),
    conditions,
    ...factorMembers,
  },
  {
    words: { en: 'emission factors', 'zh-CN': '排放因子' },
    role: 'factor',
    units: ['kg/J', 'kg/kg', 'kg/m3'],
    period: 'optional',
    found: ['fuel', 'gas', 'gases', 'gwpSet', 'basis', 'origin', 'calorific', 'geography'],
    foundByUnit: true,
    ofGas: true,
    subject: 'fuel',
    plausible: [
      {
        when: { gas: 'CO2', basis: 'combustion' },
        unit: 'kg/TJ',
        least: '30000',
        most: '320000',
        source: `${IPCC_2006}, chapter 1, table 1.4: defaults from 44 400 to 260 000`,
      },
      {
        when: { gas: 'CO2', basis: 'combustion' },
        unit: 'kg/kg',
        least: '0.3',
        most: '3.67',
        source: 'all carbon: 44/12 kg of CO2 per kg; 2006 IPCC defaults from 0.64',
      },
      {
        when: { gas: 'CO2', basis: 'combustion' },
        unit: 'kg/m3',
        least: '0.1',
        most: '8000',
        source: 'IPCC Emission Factor Database: from 0.94 (coke oven gas) to 7 665 (bitumen)',
      },
      {
        when: { gas: 'CO2e', basis: 'combustion', origin: 'fossil' },
        unit: 'kg/TJ',
        least: '30000',
        most: '320000',
        source: `${IPCC_2006}, chapter 1, table 1.4: defaults from 44 400 to 260 000`,
      },
      {
        when: { gas: 'CH4', basis: 'combustion' },
        unit: 'kg/TJ',
        least: '0.1',
        most: '2000',
        source: `${IPCC_2006}, chapter 2, table 2.3: defaults from 1 to 200`,
      },
      {
        when: { gas: 'N2O', basis: 'combustion' },
        unit: 'kg/TJ',
        least: '0.01',
        most: '100',
        source: `${IPCC_2006}, chapter 2, table 2.3: defaults from 0.1 to 4`,
      },
    ],
    requires: [
      {
        when: ['gas', 'CO2e'],
        members: ['gases', 'gwpSet'],
        why: 'expected the gases that a factor of CO2e sums, and their GWP set',
      },
    ],
  },
);

/**
 * A gas that a process emits. Factors of several components of a gas, such as those of CaO and MgO, add up. A factor can have conversion
 * factors of its own, such as a content. A mass of C or N in its unit is converted to the gas: `t{C}/t`, `kg{N2O-N}/kg`.
 */
const processFactor = quantity(
  'process-factor',
  { process: name, gas, component: optional(name), ...chainMembers, ...factorMembers },
  {
    words: { en: 'factors of processes', 'zh-CN': '过程排放因子' },
    role: 'factor',
    units: PER_ANYTHING,
    period: 'optional',
    found: ['process', 'gas', 'component', 'origin', 'geography'],
    ofGas: true,
    subject: 'process',
  },
);

const activityFactor = quantity(
  'activity-factor',
  { item: name, gases: gasList, gwpSet: optional(gwpSetName), basis, ...factorMembers },
  {
    words: { en: 'factors of the value chain', 'zh-CN': '价值链排放因子' },
    role: 'factor',
    units: PER_ANYTHING,
    period: 'optional',
    found: ['item', 'basis', 'gases', 'gwpSet', 'origin', 'geography'],
    ofGas: true,
    subject: 'item',
  },
);

/**
 * What an amount is multiplied or divided by before its emission factor: the clinker in a tonne of cement, uses of a product, energy per
 * use, a loss, an exchange rate. Rows name it in `factors` or `divisors`. `conditions` are those of the volume of gas that it gives.
 */
const conversionFactor = quantity(
  'conversion-factor',
  { factor: name, conditions, ...factorMembers },
  {
    words: { en: 'conversion factors', 'zh-CN': '转换系数' },
    role: 'factor',
    units: ['*'],
    period: 'optional',
    found: ['factor', 'geography'],
    subject: 'factor',
  },
);

/** Emissions per heat, steam or cooling that a network delivers; of one supplier, or of any. */
const heatFactor = quantity(
  'heat-factor',
  {
    carrier: oneOf(CARRIERS),
    supplier: optional(name),
    gases: gasList,
    gwpSet: optional(gwpSetName),
    ...factorMembers,
  },
  {
    words: { en: 'factors of heat', 'zh-CN': '热力排放因子' },
    role: 'factor',
    units: ['kg/J'],
    period: 'optional',
    found: ['carrier', 'supplier', 'gases', 'gwpSet', 'geography'],
    ofGas: true,
    subject: 'carrier',
  },
);

/** The share of a gas in the mass of a blend of refrigerants. */
const blendShare = quantity(
  'blend-share',
  { blend: name, gas },
  {
    words: { en: 'shares of blends', 'zh-CN': '混合比例' },
    role: 'factor',
    units: ['1'],
    most: '1',
    period: 'optional',
    found: ['blend', 'gas'],
    subject: 'blend',
  },
);

/** Emissions per amount of a good: stated by its maker, or a default value. */
const embeddedEmissions = quantity(
  'embedded-emissions',
  {
    good: name,
    account,
    determination: oneOf(['actual', 'default']),
    gwpSet: optional(gwpSetName),
    ...factorMembers,
  },
  {
    words: { en: 'embedded emissions', 'zh-CN': '隐含排放' },
    role: 'factor',
    units: ['kg/kg', 'kg/J'],
    period: 'optional',
    found: ['good', 'account', 'determination', 'geography'],
    ofGas: true,
    subject: 'good',
  },
);

/** By how much a default value of embedded emissions is increased (CBAM), for the goods of a sector. */
const defaultMarkup = quantity(
  'default-markup',
  { sector: name, year },
  {
    words: { en: 'mark-ups on default values', 'zh-CN': '默认值加成' },
    role: 'factor',
    units: ['1'],
    most: '1',
    period: 'optional',
    found: ['sector'],
    subject: 'sector',
  },
);

const solutionFactor = quantity(
  'solution-factor',
  {
    solution: name,
    role: oneOf(['reference', 'solution']),
    gases: gasList,
    gwpSet: optional(gwpSetName),
    ...factorMembers,
  },
  {
    words: { en: 'factors of solutions', 'zh-CN': '解决方案因子' },
    role: 'factor',
    units: PER_ANYTHING,
    period: 'optional',
    found: ['solution', 'role', 'gases', 'gwpSet', 'geography'],
    ofGas: true,
    subject: 'solution',
  },
);

const solutionLifetime = quantity(
  'solution-lifetime',
  { solution: name, ...factorMembers },
  {
    words: { en: 'lifetimes of solutions', 'zh-CN': '解决方案寿命' },
    role: 'factor',
    units: ['s'],
    period: 'optional',
    found: ['solution', 'geography'],
    subject: 'solution',
  },
);

/** D2: emissions per amount of an activity. */
export const FACTOR_ROWS = [
  emissionFactor,
  processFactor,
  activityFactor,
  conversionFactor,
  heatFactor,
  blendShare,
  embeddedEmissions,
  defaultMarkup,
  solutionFactor,
  solutionLifetime,
] as const;
