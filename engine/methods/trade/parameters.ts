import * as z from 'zod';
import { SPLITS } from '../../trade/accounts.ts';
import { BILATERAL } from '../../trade/bilateral.ts';
import { TOLERANCE } from '../../trade/checks/balance.ts';
import { ACCOUNTS } from '../../trade/final-demand.ts';
import { ZERO_OUTPUTS } from '../../trade/zero-outputs.ts';
import { commonParameters, gwpSet, rounding } from '../parameters.ts';

/** Whether no name is listed twice: a figure is shown once. */
const areDistinct = (names: readonly string[]): boolean => new Set(names).size === names.length;
const TWICE = 'expected each name once';

const listName = z.string().min(1);

export const tradeParameters = commonParameters.extend({
  rounding: rounding.prefault({ mode: 'half-even', digits: 12 }),
  accounts: z
    .array(z.enum(ACCOUNTS))
    .refine(
      (accounts) => accounts.some((account) => account !== 'pba' && account !== 'household'),
      'expected an account of flows too, such as cba: pba and household alone need no table',
    )
    .optional()
    .describe(
      'The accounts that are computed. Absent: all that the table has. A balance needs imports and exports, so it gives these too.',
    ),
  exports: z
    .array(z.string().min(1))
    .refine(areDistinct, TWICE)
    .optional()
    .describe(
      'The categories of final demand that are exports out of the table. Absent: those with values whose name says exports. Empty: none.',
    ),
  stressors: z
    .array(z.string().min(1))
    .min(1)
    .refine(areDistinct, TWICE)
    .optional()
    .describe(
      'The stressors whose accounts are computed: gases, where rows stressor-gas say which stressors are. Absent: these, or all of the table.',
    ),
  by: z
    .array(z.enum([...SPLITS, 'origin']))
    .refine(areDistinct, TWICE)
    .default([])
    .describe(
      'How accounts are split besides: by the regions of each group, by sector of production and of the product bought, by category of final demand, or by origin, which is where it was emitted for each product bought.',
    ),
  bilateral: z
    .array(z.enum(BILATERAL))
    .refine(areDistinct, TWICE)
    .default([])
    .describe(
      'How trade between two regions is counted besides: `eebt`, by what the seller emits itself; `gross`, by what is emitted anywhere.',
    ),
  gwpSet: gwpSet
    .optional()
    .describe(
      'The set of global warming potentials by which gases are added up to CO2e too. Absent: they are not.',
    ),
  groups: z
    .strictObject({
      regions: listName.optional().describe('The list that puts regions into groups, such as EU27.'),
      sectors: listName
        .optional()
        .describe('The list that puts sectors into groups. Accounts are then split by sector too.'),
      missing: z
        .enum(['refuse', 'leave-out'])
        .default('refuse')
        .describe('What to do where a list names a region or sector that the table does not have.'),
    })
    .refine(
      ({ regions, sectors }) => regions !== undefined || sectors !== undefined,
      'expected the name of a list in regions or in sectors',
    )
    .optional()
    .describe(
      'Lists (rows group-member) by which figures are added up after the table is solved, which costs no accuracy. A region in no group is one by itself.',
    ),
  concordance: listName
    .optional()
    .describe(
      'The concordance by which the table is aggregated before it is solved. That changes accounts of consumption; `groups` does not.',
    ),
  paths: z
    .strictObject({
      region: z.string().min(1),
      stressor: z.string().min(1),
      depth: z.int().min(0).max(10).default(6),
      threshold: z
        .string()
        .regex(/^(0\.\d{0,3}[1-9]|1)$/, 'expected a part from "0.0001" to "1", such as "0.001"')
        .default('0.001'),
      largest: z.int().min(1).max(1000).default(20),
    })
    .optional()
    .describe(
      'The structural paths to the final demand of a region, its exports included, that are shown: with at most `depth` sales between industries, and at least `threshold` of all that is emitted for it.',
    ),
  multipliers: z
    .array(z.string().min(1))
    .refine(areDistinct, TWICE)
    .default([])
    .describe(
      'Stressors whose multipliers are shown, one for each industry: what one unit of final demand emits anywhere, and that over what the industry emits itself.',
    ),
  tolerance: z
    .string()
    .regex(/^(0|0\.\d{0,5}[1-9]|1)$/, 'expected a part from "0" to "1", such as "0.001"')
    .default(TOLERANCE)
    .describe(
      'By how much output can differ from inputs with value added, over the output of the industry, before a warning names it.',
    ),
  compared: commonParameters.shape.period
    .optional()
    .describe(
      'The period of another table of the inputs, such as the year before: a warning names industries whose emissions per output are unlike those in it, and regions whose emissions look exchanged.',
    ),
  zeroOutputs: z
    .enum(ZERO_OUTPUTS)
    .default('refuse')
    .describe(
      'What to do with an industry that has inputs or emissions and no output: refuse the table, or leave these out and say so.',
    ),
  unsureDigits: z
    .enum(['refuse', 'drop'])
    .default('refuse')
    .describe(
      'What to do where the error bound of a figure does not guarantee every digit that the rounding asks for.',
    ),
});
export type TradeParameters = z.output<typeof tradeParameters>;
