import * as z from 'zod';
import { integer, listOf, matching, oneOf, optional, row, text } from './row-member.ts';

/** A name that may stand as one segment of a key (§2). */
const name = matching(
  /^[A-Za-z0-9._:@+%()-]{1,64}$/,
  'a name of 1 to 64 of the letters A to Z, digits and ._:@+%()-, without blanks',
);
export const segment = name.schema;
/** ISO 3166-1 alpha-2, or a part of a country by ISO 3166-2. */
const area = matching(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'an ISO 3166-1 or 3166-2 code');
export const place = area.schema;
/** One gas: CO2e is what several come to, under a set of potentials that a mass of it alone does not say. */
const gas = matching(/^(?!CO2e$)[A-Za-z0-9._:@+%()-]{1,64}$/, 'a gas, which CO2e is not');
const gasList = listOf(name);
const year = integer(1900, 2200);
const gwpSetName = text(16);

/** What a factor describes: the combustion of a fuel, its supply alone, or the whole life of a thing. */
export const BASES = ['combustion', 'well-to-tank', 'life-cycle'] as const;
const basis = oneOf(BASES);

/** Where and by what part of an organisation something was done. */
const done = { category: text(64), geography: area, facility: optional(name) };
/** Of which year a factor is, and for which place; none stated means any. */
const dated = { year, geography: optional(area) };

const fuelUse = row('fuel-use', { fuel: name, ...done });
const refrigerantLeak = row('refrigerant-leak', { gas, ...done });
const electricityUse = row('electricity-use', { ...done });
const processActivity = row('process-activity', {
  process: name,
  kind: oneOf(['process', 'fugitive']),
  ...done,
});

/** A mass of a gas that was measured, or computed elsewhere. */
const measuredEmission = row('measured-emission', {
  gas,
  source: name,
  ...done,
});

/** An activity of scope 3 whose factor is per unit of it: `category` is 3.1 to 3.15 of the GHG Protocol. */
const valueChainActivity = row('value-chain-activity', {
  item: name,
  basis,
  ...done,
  category: matching(/^3\.([1-9]|1[0-5])$/, 'a category 3.1 to 3.15'),
});

/** A certificate or contract: its amount is the entry's value, its vintage the entry's period. */
const instrument = row('instrument', {
  id: text(),
  vintage: text(),
  factor: text(),
  factorUnit: text(64),
  gases: gasList,
  gwpSet: optional(gwpSetName),
  geography: area,
});

const netCalorificValue = row('net-calorific-value', { fuel: name, ...dated });
const carbonContent = row('carbon-content', { fuel: name, ...dated });
const oxidation = row('oxidation', { fuel: name, ...dated });
const emissionFactor = row('emission-factor', {
  fuel: name,
  gas: oneOf(['CO2', 'CH4', 'N2O']),
  origin: oneOf(['fossil', 'biogenic']),
  basis,
  ...dated,
});
const processFactor = row('process-factor', {
  process: name,
  gas,
  ...dated,
});
const activityFactor = row('activity-factor', {
  item: name,
  gases: gasList,
  gwpSet: optional(gwpSetName),
  basis,
  ...dated,
});

const gwp = row('gwp', {
  gas,
  gwpSet: gwpSetName,
  horizon: integer(1),
  year,
});

const gridFactor = row('grid-factor', {
  mix: oneOf(['average', 'residual', 'fossil']),
  grid: name,
  gases: gasList,
  gwpSet: optional(gwpSetName),
  basis: oneOf(['generation', 'life-cycle']),
  geography: area,
  year,
});

/** Embedded emissions are stated apart (CBAM): those of the process, and those of the electricity it takes. */
export const ACCOUNTS = ['direct', 'indirect'] as const;
const account = oneOf(ACCOUNTS);

/** Goods that were made, or are imported. */
const goods = row('goods', {
  good: name,
  geography: optional(area),
  cn: optional(matching(/^\d{4,10}$/)),
});
/** Emissions attributed to the making of a good. */
const attributedEmissions = row('attributed-emissions', {
  good: name,
  account,
  gwpSet: optional(gwpSetName),
});
/** Emissions per amount of a good, as its maker states them or as a default. */
const embeddedEmissions = row('embedded-emissions', {
  good: name,
  account,
  determination: oneOf(['actual', 'default']),
  gwpSet: optional(gwpSetName),
  ...dated,
});
/** A good that went into another. */
const precursor = row('precursor', { good: name, of: name, geography: optional(area) });

/** What a solution is used for, or for how long. */
const solutionUse = row('solution-use', { solution: name, geography: area });
const solutionFactor = row('solution-factor', {
  solution: name,
  role: oneOf(['reference', 'solution']),
  gases: gasList,
  gwpSet: optional(gwpSetName),
  ...dated,
});
const solutionLifetime = row('solution-lifetime', { solution: name, ...dated });

/** What the detail of a dataset's entry must say for a method to use it; further members are the dataset's own. */
export const rowDetail = z.discriminatedUnion('row', [
  fuelUse,
  refrigerantLeak,
  electricityUse,
  processActivity,
  measuredEmission,
  valueChainActivity,
  instrument,
  netCalorificValue,
  carbonContent,
  emissionFactor,
  oxidation,
  processFactor,
  activityFactor,
  gwp,
  gridFactor,
  goods,
  attributedEmissions,
  embeddedEmissions,
  precursor,
  solutionUse,
  solutionFactor,
  solutionLifetime,
]);

export type RowDetail = z.infer<typeof rowDetail>;
export type RowType = RowDetail['row'];
export type DetailOf<T extends RowType> = Extract<RowDetail, { row: T }>;

export type Account = (typeof ACCOUNTS)[number];

/** Returns what a row is about: the name by which factors are found. */
export function subjectOf(detail: RowDetail): string {
  if ('fuel' in detail) return detail.fuel;
  if ('process' in detail) return detail.process;
  if ('item' in detail) return detail.item;
  if ('good' in detail) return detail.good;
  if ('solution' in detail) return detail.solution;
  return 'gas' in detail ? detail.gas : detail.geography;
}
