import * as z from 'zod';
import { integer, listOf, matching, oneOf, optional, row, text } from './row-member.ts';

/** A name that can be one segment of a key (§2). */
const name = matching(
  /^[A-Za-z0-9._:@+%()-]{1,64}$/,
  'expected 1 to 64 characters of A-Z a-z 0-9 . _ : @ + % ( ) -',
);
export const segment = name.schema;
/** ISO 3166-1 alpha-2, or a part of a country by ISO 3166-2. */
const area = matching(
  /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/,
  'expected a code of ISO 3166-1 or 3166-2, such as CN or CN-31',
);
export const place = area.schema;
/** One gas. CO2e is not a gas: it is a sum of gases under a GWP set, which a mass of CO2e alone does not name. */
const gas = matching(
  /^(?!CO2e$)[A-Za-z0-9._:@+%()-]{1,64}$/,
  'expected one gas, such as CH4; CO2e is not a gas',
);
const gasList = listOf(name);
const year = integer(1900, 2200);
const gwpSetName = text(16);

/** What a factor describes: the combustion of a fuel, only its supply, or a whole life cycle. */
export const BASES = ['combustion', 'well-to-tank', 'life-cycle'] as const;
const basis = oneOf(BASES);

/** Members of an activity: its category, its place, and the facility where it was done. */
const activityMembers = { category: text(64), geography: area, facility: optional(name) };
/** Members of a factor: its year, and the place for which it is valid (absent: any place). */
const factorMembers = { year, geography: optional(area) };

const fuelUse = row('fuel-use', { fuel: name, ...activityMembers });
const refrigerantLeak = row('refrigerant-leak', { gas, ...activityMembers });
const electricityUse = row('electricity-use', { ...activityMembers });
const processActivity = row('process-activity', {
  process: name,
  kind: oneOf(['process', 'fugitive']),
  ...activityMembers,
});

/** A mass of a gas that was measured, or computed elsewhere. */
const measuredEmission = row('measured-emission', {
  gas,
  source: name,
  ...activityMembers,
});

/** An activity of scope 3, computed with a factor per unit of activity. `category` is 3.1 to 3.15 of the GHG Protocol. */
const valueChainActivity = row('value-chain-activity', {
  item: name,
  basis,
  ...activityMembers,
  category: matching(/^3\.([1-9]|1[0-5])$/, 'expected a category from 3.1 to 3.15'),
});

/** A certificate or contract for electricity. The entry's value is its amount. The period is when it covers use; `vintage` must lie in it. */
const instrument = row('instrument', {
  id: text(),
  vintage: text(),
  factor: text(),
  factorUnit: text(64),
  gases: gasList,
  gwpSet: optional(gwpSetName),
  geography: area,
});

const netCalorificValue = row('net-calorific-value', { fuel: name, ...factorMembers });
const carbonContent = row('carbon-content', { fuel: name, ...factorMembers });
const oxidation = row('oxidation', { fuel: name, ...factorMembers });
const emissionFactor = row('emission-factor', {
  fuel: name,
  gas: oneOf(['CO2', 'CH4', 'N2O']),
  origin: oneOf(['fossil', 'biogenic']),
  basis,
  ...factorMembers,
});
const processFactor = row('process-factor', {
  process: name,
  gas,
  ...factorMembers,
});
const activityFactor = row('activity-factor', {
  item: name,
  gases: gasList,
  gwpSet: optional(gwpSetName),
  basis,
  ...factorMembers,
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

/** The two accounts of embedded emissions (CBAM): of the process itself, and of the electricity that it uses. */
export const ACCOUNTS = ['direct', 'indirect'] as const;
const account = oneOf(ACCOUNTS);

/** Goods that were made or imported. */
const goods = row('goods', {
  good: name,
  geography: optional(area),
  cn: optional(matching(/^\d{4,10}$/)),
});
/** Emissions attributed to the production of a good. */
const attributedEmissions = row('attributed-emissions', {
  good: name,
  account,
  gwpSet: optional(gwpSetName),
});
/** Emissions per amount of a good: stated by its maker, or a default value. */
const embeddedEmissions = row('embedded-emissions', {
  good: name,
  account,
  determination: oneOf(['actual', 'default']),
  gwpSet: optional(gwpSetName),
  ...factorMembers,
});
/** A good that was used to make another one. */
const precursor = row('precursor', { good: name, of: name, geography: optional(area) });

/** The use of a solution: an amount, or an amount per year. */
const solutionUse = row('solution-use', { solution: name, geography: area });
const solutionFactor = row('solution-factor', {
  solution: name,
  role: oneOf(['reference', 'solution']),
  gases: gasList,
  gwpSet: optional(gwpSetName),
  ...factorMembers,
});
const solutionLifetime = row('solution-lifetime', { solution: name, ...factorMembers });

/** The detail that an entry must have for a method to read it. Further members are allowed and ignored. */
export const rowDetail = z.discriminatedUnion(
  'row',
  [
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
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null
        ? 'expected a row type that methods read, such as fuel-use'
        : 'expected an object with the row type in the member row',
  },
);

export type RowDetail = z.infer<typeof rowDetail>;
export type RowType = RowDetail['row'];
export type DetailOf<T extends RowType> = Extract<RowDetail, { row: T }>;

export type Account = (typeof ACCOUNTS)[number];

/** Returns the subject of a row: the name by which factors are looked up. */
export function subjectOf(detail: RowDetail): string {
  if ('fuel' in detail) return detail.fuel;
  if ('process' in detail) return detail.process;
  if ('item' in detail) return detail.item;
  if ('good' in detail) return detail.good;
  if ('solution' in detail) return detail.solution;
  return 'gas' in detail ? detail.gas : detail.geography;
}
