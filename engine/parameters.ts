import * as z from 'zod';

/** Says what is wanted where another kind of value stands, or none. */
function wants(what: string): { readonly error: z.core.$ZodErrorMap } {
  return { error: ({ code }) => (code === 'invalid_type' ? `wants ${what}` : undefined) };
}

const time = z
  .int(wants('unix seconds, a whole number: 1704067200 is 2024-01-01'))
  .min(0)
  .max(Number.MAX_SAFE_INTEGER);

/** Rounding of every figure of a run: half-even, to so many decimals. */
export const rounding = z.strictObject(
  {
    mode: z.literal('half-even'),
    decimals: z.int().min(0).max(30),
  },
  wants('{"mode": "half-even", "decimals": 0 to 30}'),
);

/** Units of mass in which figures may be shown. */
export const MASSES = ['kg', 't', 'kt', 'Mt'] as const;

/** Parameters that every method takes: the half-even rounding, the period (unix seconds) and declared proxies. */
export const commonParameters = z.strictObject({
  rounding,
  period: z
    .strictObject({ from: time, until: time }, wants('{"from", "until"}, unix seconds, until exclusive'))
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
export const gwpSet = z.string(wants('the name of a set, such as "AR5"')).min(1);

/** The grids whose factors apply: for the location-based figure, and for the residual mix of the market-based one. */
export const grids = z.strictObject(
  {
    location: z.string().min(1),
    residual: z.string().min(1),
    mix: z
      .enum(['average', 'fossil'])
      .default('average')
      .describe('Which mix of the grid the location-based figure takes.'),
  },
  wants('{"location", "residual"}, names of grids'),
);

export type CommonParameters = z.output<typeof commonParameters>;
