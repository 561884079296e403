import * as z from 'zod';
import { APPROACHES } from '../figures/consolidation.ts';
import { IPCC } from '../figures/constant.ts';
import type { Rounding } from '../quantities/decimal.ts';

/** Returns an error map that says what is expected when a value has another type or is missing. */
function expecting(what: string): { readonly error: z.core.$ZodErrorMap } {
  return { error: ({ code }) => (code === 'invalid_type' ? `expected ${what}` : undefined) };
}

const time = z
  .int(expecting('unix seconds as a whole number, such as 1704067200 for 2024-01-01'))
  .min(0)
  .max(Number.MAX_SAFE_INTEGER);

const mode = z.enum(['half-even', 'half-up']).describe('How a tie is rounded; half-up: away from zero.');

/** Rounding of every figure of a run, once: to this many decimals, or significant digits. */
export const rounding = z
  .strictObject(
    {
      mode,
      decimals: z.int().min(0).max(30).optional(),
      digits: z.int().min(1).max(38).optional(),
    },
    expecting('{"mode": "half-even", "decimals": N} with N from 0 to 30, or "digits" from 1 to 38'),
  )
  .refine(
    ({ decimals, digits }) => (decimals === undefined) !== (digits === undefined),
    'expected either decimals (0 to 30) or digits (1 to 38)',
  )
  .transform(({ mode: how, decimals, digits }): Rounding =>
    decimals === undefined ? { mode: how, digits: digits! } : { mode: how, decimals },
  );

/** Units of mass in which figures can be shown. */
const MASSES = ['kg', 't', 'kt', 'Mt'] as const;

/** Parameters that every method takes: rounding, period (unix seconds), declared proxies and the unit of mass. */
export const commonParameters = z.strictObject({
  rounding,
  period: z
    .strictObject(
      { from: time, until: time },
      expecting('{"from", "until"} in unix seconds, until exclusive'),
    )
    .refine((period) => period.from < period.until, 'expected from before until'),
  proxies: z
    .array(
      z.strictObject({
        record: z.string().regex(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits'),
        key: z.string().min(1),
        reason: z.string().min(1),
      }),
    )
    .default([]),
  listed: z
    .int()
    .min(0)
    .max(10_000)
    .default(100)
    .describe('The most rows that a figure lists one by one. More are shown as sets.'),
  mass: z.enum(MASSES).default('t').describe('The unit of mass in which figures are shown.'),
});

/**
 * The set of potentials, named after the report that gives it: `AR5` for 100-year global warming potentials, `AR6/GWP20` or `AR5/GTP100` for
 * others.
 */
export const gwpSet = z.string(expecting('the name of a GWP set, such as "AR5"')).min(1);

/** The rule set of the constants by which carbon and nitrogen are converted to gases. */
export const constants = z
  .string(expecting('the name of a rule set, such as "IPCC-2006"'))
  .min(1)
  .max(64)
  .default(IPCC)
  .describe(
    'The rule set of constants, such as CO2 per carbon. Rows constant give them; IPCC-2006 has 44/12, 16/12 and 44/28 without rows.',
  );

/** The organisations that the figures of a run are about. */
export const entities = z
  .array(z.string().min(3).max(128))
  .default([])
  .describe(
    'The identifiers of the organisations that the figures are about. A certificate counts only where it was retired for one of them.',
  );

/** The organisation that reports: the top of the tree of entities. */
export const organisation = z
  .string()
  .min(3)
  .max(128)
  .optional()
  .describe(
    'The identifier of the organisation that reports. Unless stated, the one whose entity row says nothing of a holder, an interest or a control.',
  );

/** How the entities of the organisation are consolidated. */
export const consolidation = z
  .enum(APPROACHES)
  .default('operational-control')
  .describe('By how much the rows of each entity count, from the entity rows.');

/**
 * The grids whose factors apply where neither a row of use nor a `grid-place` row names one: `location` for the location-based
 * figure, `residual` for the residual mix of the market-based one.
 */
export const grids = z.strictObject(
  {
    location: z.string().min(1),
    residual: z.string().min(1),
    mix: z
      .enum(['average', 'fossil'])
      .default('average')
      .describe('The mix of the grid that the location-based figure uses.'),
    withoutResidual: z
      .enum(['refuse', 'average'])
      .default('refuse')
      .describe('What counts where no residual mix is given: an error, or the average mix, with a warning.'),
  },
  expecting('{"location", "residual"}, the names of two grids'),
);

export type CommonParameters = z.output<typeof commonParameters>;
