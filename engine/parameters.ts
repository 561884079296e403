import * as z from 'zod';

const time = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Rounding of every figure of a run: half-even, to so many decimals. */
export const rounding = z.strictObject({
  mode: z.literal('half-even'),
  decimals: z.int().min(0).max(30),
});

/** Units of mass in which figures may be shown. */
export const MASSES = ['kg', 't', 'kt', 'Mt'] as const;

/** Parameters that every method takes: the half-even rounding, the period (unix seconds) and declared proxies. */
export const commonParameters = z.strictObject({
  rounding,
  period: z
    .strictObject({ from: time, until: time })
    .refine((period) => period.from < period.until, 'an empty period'),
  proxies: z
    .array(
      z.strictObject({
        record: z.string().regex(/^0x[0-9a-f]{64}$/, 'a record id'),
        key: z.string().min(1),
        reason: z.string().min(1),
      }),
    )
    .default([]),
  mass: z.enum(MASSES).default('t').describe('The unit of mass in which figures are shown.'),
});

/** The set of global warming potentials, by the report that gives it: `AR5`, over 100 years. */
export const gwpSet = z.string().min(1);

/** The grids whose factors apply: for the location-based figure, and for the residual mix of the market-based one. */
export const grids = z.strictObject({
  location: z.string().min(1),
  residual: z.string().min(1),
  mix: z
    .enum(['average', 'fossil'])
    .default('average')
    .describe('Which mix of the grid the location-based figure takes.'),
});

export type CommonParameters = z.output<typeof commonParameters>;
