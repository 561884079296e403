import * as z from 'zod';
import { spelledName } from '../parameters.ts';

/** By whom the carbon of wood products is counted (2006 IPCC Guidelines, volume 4, chapter 12). */
export const APPROACHES = ['stock-change', 'production', 'atmospheric-flow', 'simple-decay'] as const;
export type Approach = (typeof APPROACHES)[number];

/** The parameters of wood products and landfills. */
export const decayParameters = {
  wood: z
    .strictObject({
      approaches: z
        .array(z.enum(APPROACHES))
        .min(1)
        .default([...APPROACHES])
        .describe('By which approaches wood products count. Each has lines of its own.'),
      halfLives: spelledName
        .optional()
        .describe('The edition of the half-lives: detail.ruleSet of decay-rate rows. Absent: the only one.'),
      feedstock: z
        .enum(['ipcc-2006', 'ipcc-2013'])
        .default('ipcc-2006')
        .describe(
          'Which part of a product is of domestic harvest H, with feedstock imports FI and exports FE: ipcc-2006 is H / (H + FI - FE), ipcc-2013 is (H - FE) / (H + FI - FE), which leaves out what others make of exported feedstock.',
        ),
      start: z
        .enum(['zero', 'steady'])
        .optional()
        .describe(
          'The stock of a product before its first year, where no row opening-stock states it: 0, or the stock that the mean inflow of its first years would hold.',
        ),
      startYears: z
        .int()
        .min(1)
        .max(20)
        .default(5)
        .describe('With start steady: the mean of how many first years.'),
    })
    .prefault({}),
  landfill: z
    .strictObject({
      startMonth: z
        .int()
        .min(7)
        .max(13)
        .default(13)
        .describe(
          'The month in which waste begins to decay, counted from January of the year of its deposit: 13 is January of the year after.',
        ),
      halfLives: spelledName
        .optional()
        .describe(
          'The edition of the rates of decay: detail.ruleSet of decay-rate rows. Absent: the only one.',
        ),
    })
    .prefault({}),
};

export type WoodAsked = z.output<(typeof decayParameters)['wood']>;
export type LandfillAsked = z.output<(typeof decayParameters)['landfill']>;
