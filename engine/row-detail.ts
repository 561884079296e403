import * as z from 'zod';

/** A name that may stand as one segment of a key (§2). */
export const segment = z.string().regex(/^[A-Za-z0-9._:@+%()-]{1,64}$/);
/** ISO 3166-1 alpha-2, or a part of a country by ISO 3166-2. */
export const place = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'an ISO 3166-1 or 3166-2 code');
/** One gas: CO2e is what several come to, under a set of potentials that a mass of it alone does not say. */
const gas = z.string().regex(/^(?!CO2e$)[A-Za-z0-9._:@+%()-]{1,64}$/, 'a gas, which CO2e is not');
const gasList = z.array(segment).min(1);
const year = z.int().min(1900).max(2200);
const category = z.string().min(1).max(64);
const gwpSetName = z.string().min(1).max(16);

/** What a factor describes: the combustion of a fuel, its supply alone, or the whole life of a thing. */
export const BASES = ['combustion', 'well-to-tank', 'life-cycle'] as const;
const basis = z.enum(BASES);

/** Where and by what part of an organisation something was done. */
const done = { category, geography: place, facility: segment.optional() };
/** Of which year a factor is, and for which place; none stated means any. */
const dated = { year, geography: place.optional() };

const fuelUse = z.object({ row: z.literal('fuel-use'), fuel: segment, ...done });
const refrigerantLeak = z.object({ row: z.literal('refrigerant-leak'), gas, ...done });
const electricityUse = z.object({ row: z.literal('electricity-use'), ...done });
const processActivity = z.object({
  row: z.literal('process-activity'),
  process: segment,
  kind: z.enum(['process', 'fugitive']),
  ...done,
});

/** A mass of a gas that was measured, or computed elsewhere. */
const measuredEmission = z.object({
  row: z.literal('measured-emission'),
  gas,
  source: segment,
  ...done,
});

/** An activity of scope 3 whose factor is per unit of it: `category` is 3.1 to 3.15 of the GHG Protocol. */
const valueChainActivity = z.object({
  row: z.literal('value-chain-activity'),
  item: segment,
  basis,
  ...done,
  category: z.string().regex(/^3\.([1-9]|1[0-5])$/, 'a category 3.1 to 3.15'),
});

/** A certificate or contract: its amount is the entry's value, its vintage the entry's period. */
const instrument = z.object({
  row: z.literal('instrument'),
  id: z.string().min(1),
  vintage: z.string().min(1),
  factor: z.string(),
  factorUnit: z.string(),
  gases: gasList,
  gwpSet: gwpSetName.optional(),
  geography: place,
});

const netCalorificValue = z.object({ row: z.literal('net-calorific-value'), fuel: segment, ...dated });
const carbonContent = z.object({ row: z.literal('carbon-content'), fuel: segment, ...dated });
const oxidation = z.object({ row: z.literal('oxidation'), fuel: segment, ...dated });
const emissionFactor = z.object({
  row: z.literal('emission-factor'),
  fuel: segment,
  gas: z.enum(['CO2', 'CH4', 'N2O']),
  origin: z.enum(['fossil', 'biogenic']),
  basis,
  ...dated,
});
const processFactor = z.object({
  row: z.literal('process-factor'),
  process: segment,
  gas,
  ...dated,
});
const activityFactor = z.object({
  row: z.literal('activity-factor'),
  item: segment,
  gases: gasList,
  gwpSet: gwpSetName.optional(),
  basis,
  ...dated,
});

const gwp = z.object({
  row: z.literal('gwp'),
  gas,
  gwpSet: gwpSetName,
  horizon: z.int().positive(),
  year,
});

const gridFactor = z.object({
  row: z.literal('grid-factor'),
  mix: z.enum(['average', 'residual', 'fossil']),
  grid: segment,
  gases: gasList,
  gwpSet: gwpSetName.optional(),
  basis: z.enum(['generation', 'life-cycle']),
  geography: place,
  year,
});

/** Embedded emissions are stated apart (CBAM): those of the process, and those of the electricity it takes. */
export const ACCOUNTS = ['direct', 'indirect'] as const;
const account = z.enum(ACCOUNTS);

/** Goods that were made, or are imported. */
const goods = z.object({
  row: z.literal('goods'),
  good: segment,
  cn: z
    .string()
    .regex(/^\d{4,10}$/)
    .optional(),
});
/** Emissions attributed to the making of a good. */
const attributedEmissions = z.object({
  row: z.literal('attributed-emissions'),
  good: segment,
  account,
  gwpSet: gwpSetName.optional(),
});
/** Emissions per amount of a good, as its maker states them or as a default. */
const embeddedEmissions = z.object({
  row: z.literal('embedded-emissions'),
  good: segment,
  account,
  determination: z.enum(['actual', 'default']),
  gwpSet: gwpSetName.optional(),
  ...dated,
});
/** A good that went into another. */
const precursor = z.object({ row: z.literal('precursor'), good: segment, of: segment });

/** What a solution is used for, or for how long. */
const solutionUse = z.object({ row: z.literal('solution-use'), solution: segment, geography: place });
const solutionFactor = z.object({
  row: z.literal('solution-factor'),
  solution: segment,
  role: z.enum(['reference', 'solution']),
  gases: gasList,
  gwpSet: gwpSetName.optional(),
  ...dated,
});
const solutionLifetime = z.object({ row: z.literal('solution-lifetime'), solution: segment, ...dated });

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
