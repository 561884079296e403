import * as z from 'zod';
import type { TrendAsked } from '../uncertainty/trend.ts';
import type { UncertaintyAsked } from '../uncertainty/assess.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';

const MOST_DRAWS = 10_000_000;

const parameters = commonParameters.extend({
  method: z.string().min(1).describe('The method whose figures are computed, such as inventory@2.'),
  parameters: z
    .record(z.string(), z.unknown())
    .default({})
    .superRefine((own, context) => {
      for (const name of Object.keys(commonParameters.shape))
        if (Object.hasOwn(own, name))
          context.addIssue({ code: 'custom', path: [name], message: 'expected it beside method, not here' });
    })
    .describe(
      'Its own parameters, without rounding, period, proxies, listed and mass: those are beside them.',
    ),
  approach: z
    .union([z.literal(1), z.literal(2), z.literal('both')], 'expected 1, 2 or "both"')
    .describe(
      '1: propagation of error. 2: Monte Carlo simulation. both: intervals of 2, with those of 1 beside.',
    ),
  level: z
    .string()
    .regex(/^0\.(\d{0,5}[1-9])$/, 'expected a probability as text, such as "0.95"')
    .default('0.95')
    .describe('The probability of the two-sided intervals.'),
  seed: z.int().min(0).default(1).describe('What the random numbers begin with.'),
  draws: z.int().min(100).max(MOST_DRAWS).default(10_000).describe('How often each uncertain row is drawn.'),
  contributions: z
    .int()
    .min(0)
    .max(1000)
    .default(10)
    .describe('The most rows whose contribution to the variance is listed.'),
  meters: z
    .enum(['independent', 'together'])
    .default('independent')
    .describe(
      'Whether rows that name one meter of one facility move together, where they name no group in detail.correlation.',
    ),
  interval: z
    .enum(['symmetric', 'shortest'])
    .default('symmetric')
    .describe(
      'The interval of approach 2: with as much probability below it as above it, or the shortest one that holds the level.',
    ),
  trend: z
    .strictObject({ base: commonParameters.shape.period })
    .optional()
    .describe('Also computes the figures of a base year, from the same rows, and the change since.'),
});
type Parameters = z.output<typeof parameters>;

/** How sure the figures of another method are. */
export const uncertainty = {
  name: 'uncertainty@1',
  title: 'How sure the figures of another method are: intervals, and what contributes to the variance',
  standard:
    '2006 IPCC Guidelines, volume 1, chapter 3: sections 3.2.3.1 (Approach 1: equations 3.1 and 3.2, table 3.2) and 3.2.3.2 (Approach 2, Monte Carlo). Its contents and its text about trends were read; the numbers of equations 3.1 and 3.2 are quoted by others',
  parameters,
  figures: [
    {
      key: '{figure...}',
      unit: '*',
      meaning: 'A figure of the method that is named, as that method computes it.',
    },
    {
      key: 'trend/base/{figure...}',
      unit: '*',
      meaning: 'With the parameter trend: a figure of the base year.',
    },
    {
      key: 'trend/change/{figure...}',
      unit: '%',
      meaning: 'With the parameter trend: the change of a figure since the base year.',
    },
  ],
  traps: [
    'A row that states no uncertainty counts as certain. Each figure says how many such rows it has, and their share of its magnitude.',
    'Rows state means, medians or modes (docs/uncertainty.md), and a figure is computed from what they state. Its draws lie around its mean: a figure outside its interval, or off the mean of its draws, warns.',
    'A row is one variable, wherever it is used: what two figures share moves both. Different rows are independent, unless they name one group in detail.correlation, such as a meter, a laboratory or a source: then they move together, or with the coefficient that they state. Each figure says how many rows it takes as independent.',
    'A figure of another result has the standard deviation that the result states, and is rounded: half a unit of its last digit to both sides, with equal probability. Several results are taken as independent, and the figure says so.',
    'An uncertainty is about the value of a row. A factor that a member of a detail states, such as that of a certificate, has none.',
    'Approach 1 is a linear approximation. Where the standard deviation is above 0.3 of a figure that cannot be negative, its interval is lognormal; Approach 2 is then the better one.',
    'Draws that are negative where the quantity cannot be are counted and reported, and not clipped: clipping would move the mean.',
  ],
} as const;

/** What a run of this method asks for: another method with its parameters, and what is said about its figures. */
export interface Wrapping {
  readonly name: string;
  readonly parameters: unknown;
  readonly asked: UncertaintyAsked;
  readonly trend: TrendAsked | null;
}

/** Splits parameters into those of the method that is named, and what is asked about its figures. */
export function wrapMethod({
  method,
  parameters: own,
  approach,
  level,
  seed,
  draws,
  contributions,
  meters,
  interval,
  trend,
  ...common
}: Parameters): Wrapping {
  return {
    name: method,
    parameters: { ...own, ...(common satisfies CommonParameters) },
    asked: { approach, level, seed, draws, contributions, meters, interval },
    trend: trend ?? null,
  };
}

/** Parses, and places what is wrong in a member. @throws ZodError */
export function parseWithin<T>(member: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new z.ZodError(error.issues.map((issue) => ({ ...issue, path: [member, ...issue.path] })));
  }
}
