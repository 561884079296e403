import * as z from 'zod';

/** A name that may stand as one segment of a key (§2). */
const segment = z.string().regex(/^[A-Za-z0-9._:@+%()-]{1,64}$/);
const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 code');
const gasList = z.array(segment).min(1);
const year = z.int().min(1900).max(2200);

const fuelUse = z.object({
  row: z.literal('fuel-use'),
  fuel: segment,
  category: z.string().min(1),
  geography: country,
});

const refrigerantLeak = z.object({
  row: z.literal('refrigerant-leak'),
  gas: segment,
  category: z.string().min(1),
  geography: country,
});

const electricityUse = z.object({
  row: z.literal('electricity-use'),
  category: z.string().min(1),
  geography: country,
});

/** A certificate or contract: its amount is the entry's value, its vintage the entry's period. */
const instrument = z.object({
  row: z.literal('instrument'),
  id: z.string().min(1),
  vintage: z.string().min(1),
  factor: z.string(),
  factorUnit: z.string(),
  gases: gasList,
  gwpSet: z.string().min(1).optional(),
  geography: country,
});

const netCalorificValue = z.object({
  row: z.literal('net-calorific-value'),
  fuel: segment,
  year,
});

const emissionFactor = z.object({
  row: z.literal('emission-factor'),
  fuel: segment,
  gas: z.enum(['CO2', 'CH4', 'N2O']),
  origin: z.enum(['fossil', 'biogenic']),
  basis: z.enum(['combustion', 'well-to-tank', 'life-cycle']),
  year,
});

const oxidation = z.object({
  row: z.literal('oxidation'),
  fuel: segment,
  year,
});

const gwp = z.object({
  row: z.literal('gwp'),
  gas: segment,
  gwpSet: z.string().min(1),
  horizon: z.int().positive(),
  year,
});

const gridFactor = z.object({
  row: z.literal('grid-factor'),
  mix: z.enum(['average', 'residual', 'fossil']),
  grid: segment,
  gases: gasList,
  gwpSet: z.string().min(1).optional(),
  basis: z.enum(['generation', 'life-cycle']),
  geography: country,
  year,
});

/** What the detail of a dataset's entry must say for a method to use it; further members are the dataset's own. */
export const rowDetail = z.discriminatedUnion('row', [
  fuelUse,
  refrigerantLeak,
  electricityUse,
  instrument,
  netCalorificValue,
  emissionFactor,
  oxidation,
  gwp,
  gridFactor,
]);

export type RowDetail = z.infer<typeof rowDetail>;
export type RowType = RowDetail['row'];
export type DetailOf<T extends RowType> = Extract<RowDetail, { row: T }>;
