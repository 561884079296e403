import {
  activityMembers,
  chainMembers,
  area,
  basis,
  calorific,
  conditions,
  gas,
  gasList,
  gwpSetName,
  identifier,
  line,
  name,
  phrase,
} from './common.ts';
import { day, listOf, matching, objectOf, oneOf, optional, text } from './member.ts';
import { quantity } from './row-type.ts';

const MASS_OR_ENERGY = ['kg', 'J'];

/** A fuel that was burned. `calorific` says on which basis an energy was measured (absent: net), `conditions` at which a volume. */
const fuelUse = quantity(
  'fuel-use',
  { fuel: name, ...activityMembers, calorific: optional(calorific), conditions, meter: optional(name) },
  {
    everyday: { fuel: 'natural-gas', category: '1.A.2' },
    words: { en: 'use of fuels', 'zh-CN': '燃料消耗' },
    role: 'activity',
    units: ['kg', 'm3', 'J'],
    period: 'required',
    found: null,
    series: ['fuel', 'category', 'geography'],
    subject: 'fuel',
  },
);

const refrigerantLeak = quantity(
  'refrigerant-leak',
  { gas, ...activityMembers, line },
  {
    signed: 'with-line',
    everyday: { gas: 'HFC-134a', category: '2.F.1' },
    words: { en: 'leaks of refrigerants', 'zh-CN': '制冷剂泄漏' },
    role: 'activity',
    units: ['kg'],
    period: 'required',
    found: null,
    subject: 'gas',
  },
);

const electricityUse = quantity(
  'electricity-use',
  { ...activityMembers, meter: optional(name), grid: optional(name), supplier: optional(name) },
  {
    everyday: { category: 'purchased electricity' },
    words: { en: 'use of electricity', 'zh-CN': '用电量' },
    role: 'activity',
    units: ['J'],
    period: 'required',
    found: null,
    series: ['category', 'geography', 'supplier'],
    subject: 'geography',
  },
);

/** What a heat network delivers. */
export const CARRIERS = ['heat', 'steam', 'cooling'] as const;
const carrier = oneOf(CARRIERS);

/** Heat, steam or cooling that was bought: an energy, or a mass whose heat is a conversion factor. */
const heatUse = quantity(
  'heat-use',
  { carrier, ...activityMembers, meter: optional(name), supplier: optional(name) },
  {
    everyday: { category: 'purchased heat' },
    words: { en: 'use of heat', 'zh-CN': '用热量' },
    role: 'activity',
    units: MASS_OR_ENERGY,
    period: 'required',
    found: null,
    series: ['carrier', 'category', 'geography', 'supplier'],
    subject: 'carrier',
  },
);

const processActivity = quantity(
  'process-activity',
  { process: name, kind: oneOf(['process', 'fugitive']), ...activityMembers, line },
  {
    signed: 'with-line',
    everyday: { process: 'clinker', category: '2.A.1' },
    words: { en: 'processes', 'zh-CN': '工业过程' },
    role: 'activity',
    units: ['*'],
    period: 'required',
    found: null,
    series: ['process', 'kind', 'line', 'category', 'geography'],
    subject: 'process',
  },
);

/** A mass of a gas that was measured, or computed elsewhere. */
const measuredEmission = quantity(
  'measured-emission',
  { gas, source: name, ...activityMembers, line },
  {
    signed: 'with-line',
    everyday: { gas: 'CO2', source: 'stack-1', category: '1.A.2' },
    words: { en: 'measured emissions', 'zh-CN': '实测排放' },
    role: 'activity',
    units: ['kg'],
    period: 'required',
    found: null,
    series: ['source', 'gas', 'line', 'category', 'geography'],
    ofGas: true,
    subject: 'gas',
  },
);

/** An activity of scope 3, computed with a factor per unit of activity. `category` is 3.1 to 3.15 of the GHG Protocol. */
const valueChainActivity = quantity(
  'value-chain-activity',
  {
    item: name,
    basis,
    ...activityMembers,
    category: matching(/^3\.([1-9]|1[0-5])$/, 'expected a category from 3.1 to 3.15'),
  },
  {
    everyday: { item: 'steel', category: '3.1' },
    words: { en: 'the value chain', 'zh-CN': '价值链活动' },
    role: 'activity',
    units: ['*'],
    period: 'required',
    found: null,
    subject: 'item',
  },
);

const instrumentKind = matching(
  /^(certificate|contract|tariff)$/,
  'expected certificate, contract or tariff; an offset or carbon credit is none of these: remove its row',
);

/** A serial number: its last number counts certificates, and what stands around it is the same at both ends of a range. */
const serial = matching(/^[^\r\n]{0,255}\d[^\r\n]{0,255}$/, 'expected a serial number, such as GO-000150');

/** That a certificate was taken out of the market for good, so that nobody else can claim it. */
const retirement = objectOf({
  date: day('expected the day on which it was retired, such as 2024-02-15'),
  /** Who retired it: the organisation, or somebody on its behalf. */
  by: phrase,
  /** The organisation that may claim it. */
  for: identifier,
  registry: phrase,
  /** The serial numbers in that registry: ranges of them, both ends included. */
  serials: listOf(objectOf({ from: serial, to: serial })),
  /** The energy of one certificate, as a UCUM unit; absent: MW.h. */
  each: optional(text(64)),
});

/**
 * A certificate, contract or tariff for electricity (absent: a certificate). The entry's value is its amount. The period is when it
 * covers use; `vintage` must lie in it.
 */
export const instrument = quantity(
  'instrument',
  {
    id: text(),
    kind: optional(instrumentKind),
    vintage: text(),
    retirement: optional(retirement),
    /** The contract or tariff with which a certificate was bought: the `id` of its row. */
    contract: optional(text()),
    supplier: optional(name),
    factor: text(),
    factorUnit: text(64),
    gases: gasList,
    gwpSet: optional(gwpSetName),
    geography: area,
  },
  {
    words: { en: 'certificates and contracts', 'zh-CN': '绿证与合同' },
    role: 'activity',
    units: ['J'],
    period: 'required',
    possible: [
      {
        unit: 'TW.h',
        most: '150',
        why: 'no plant generates so much in a year: the largest one made 112 TW.h in its best year',
      },
    ],
    found: ['id'],
    subject: 'geography',
  },
);

/** The two accounts of embedded emissions (CBAM): of the process itself, and of the electricity that it uses. */
export const ACCOUNTS = ['direct', 'indirect'] as const;
export type Account = (typeof ACCOUNTS)[number];
export const account = oneOf(ACCOUNTS);

/** A code of the Combined Nomenclature, or its heading. */
const cn = matching(/^\d{4,10}$/, 'expected 4 to 10 digits of a CN code, such as 72083900');

/** Goods that were made or imported. */
const goods = quantity(
  'goods',
  { good: name, geography: optional(area), cn: optional(cn) },
  {
    words: { en: 'goods', 'zh-CN': '产品' },
    role: 'activity',
    units: MASS_OR_ENERGY,
    period: 'required',
    found: null,
    subject: 'good',
  },
);

/** Emissions attributed to the production of a good. */
const attributedEmissions = quantity(
  'attributed-emissions',
  { good: name, account, gwpSet: optional(gwpSetName) },
  {
    words: { en: 'attributed emissions', 'zh-CN': '归属排放' },
    role: 'activity',
    units: ['kg'],
    period: 'required',
    found: null,
    ofGas: true,
    subject: 'good',
  },
);

/** A good that was used to make another one. */
const precursor = quantity(
  'precursor',
  { good: name, of: name, geography: optional(area), cn: optional(cn) },
  {
    words: { en: 'precursors', 'zh-CN': '前体产品' },
    role: 'activity',
    units: MASS_OR_ENERGY,
    period: 'required',
    found: null,
    subject: 'good',
  },
);

/** The use of a solution: an amount, or an amount per year. Where no place is stated, factors without a place count. */
const solutionUse = quantity(
  'solution-use',
  { solution: name, geography: optional(area), ...chainMembers },
  {
    words: { en: 'use of solutions', 'zh-CN': '解决方案应用' },
    role: 'activity',
    units: ['*'],
    period: 'required',
    found: null,
    subject: 'solution',
  },
);

/** What an organisation or a facility made or earned: the denominator of an intensity. */
const output = quantity(
  'output',
  { output: name, facility: optional(name) },
  {
    words: { en: 'outputs', 'zh-CN': '产出' },
    role: 'activity',
    units: ['*'],
    period: 'required',
    found: null,
    series: ['output'],
    subject: 'output',
  },
);

/** D1: activities of an organisation. */
export const ACTIVITY_ROWS = [
  fuelUse,
  refrigerantLeak,
  electricityUse,
  heatUse,
  processActivity,
  measuredEmission,
  valueChainActivity,
  instrument,
  goods,
  attributedEmissions,
  precursor,
  solutionUse,
  output,
] as const;
