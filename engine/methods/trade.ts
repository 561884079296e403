import * as z from 'zod';
import { EngineError, placeOfAsked } from '../errors.ts';
import type { Draft } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
import { ACCOUNTS, Accounts } from '../trade/accounts.ts';
import { readTable } from '../trade/read-table.ts';
import { TableForms } from '../trade/table-forms.ts';
import type { Matrix } from '../rows/matrix.ts';
import { readSolution, writeSolution } from '../trade/solution.ts';
import type { Table } from '../trade/table.ts';
import type { Step } from '../linear/steps.ts';
import type { Method, SolveOptions } from './method.ts';
import { commonParameters, rounding } from './parameters.ts';

const parameters = commonParameters.extend({
  rounding: rounding.default({ mode: 'half-even', digits: 12 }),
  accounts: z
    .array(z.enum(ACCOUNTS))
    .min(1)
    .default([...ACCOUNTS])
    .describe('The accounts that are computed. A balance needs imports and exports, so it gives these too.'),
  multipliers: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Stressors of which the multiplier of each industry is shown: what one unit of final demand emits anywhere.',
    ),
  unsureDigits: z
    .enum(['refuse', 'drop'])
    .default('refuse')
    .describe(
      'What to do where the error bound of a figure does not guarantee every digit that the rounding asks for.',
    ),
});
type Parameters = z.output<typeof parameters>;

/** For whom emissions are produced: environmentally extended multi-region input-output analysis. */
export const trade: Method<Parameters> = {
  id: 'trade',
  version: 1,
  title: 'Production and consumption accounts of a multi-region input-output table',
  standard:
    'United Nations, Handbook on Supply, Use and Input-Output Tables with Extensions and Applications (2018), chapters 12 and 20',
  reads: ['intermediate-flow', 'final-demand', 'sector-stressor', 'demand-stressor', 'matrix-document'],
  parameters,
  figures: [
    {
      key: 'pba/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'Production account: what the industries and the final demand of a region emit themselves.',
    },
    {
      key: 'cba/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'Consumption account: what is emitted anywhere for the final demand of a region, and by this itself.',
    },
    {
      key: 'imports/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in other regions for the final demand of a region.',
    },
    {
      key: 'exports/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in a region for the final demand of other regions.',
    },
    {
      key: 'balance/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'Imports less exports, which is the consumption account less the production account.',
    },
    {
      key: 'household/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'What the final demand of a region emits itself, such as households that drive. It is in both accounts.',
    },
    {
      key: 'flow/{from}/{to}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in one region for the final demand of another, or its own.',
    },
    {
      key: 'multiplier/{region}/{sector}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted anywhere for one unit of final demand from an industry.',
    },
  ],
  traps: [
    'Direct emissions of final demand are in the production and in the consumption account. Where the table does not state them, both leave them out, and say so.',
    'Imports and exports are blocks of the result. To zero the domestic demand instead gives other numbers, which do not close.',
    'The solution is in float64. Each figure states a bound of its error, and shows only digits that the bound guarantees.',
  ],
  solve: solveTrade,
  compute: computeTrade,
};

function computeTrade(context: MethodContext, chosen: Parameters): Draft[] {
  return draftTrade(context, chosen)?.drafts ?? [];
}

async function solveTrade(
  context: MethodContext,
  chosen: Parameters,
  { signal, onProgress }: SolveOptions,
): Promise<Matrix | null> {
  const drafted = draftTrade(context, chosen);
  if (drafted === null) return null;
  const report = ({ share }: Step): void => onProgress?.(share);
  const solutions = await drafted.forms.solve({ signal, report });
  return solutions === null ? null : writeSolution(drafted.table, solutions);
}

interface Drafted {
  readonly table: Table;
  readonly forms: TableForms;
  readonly drafts: Draft[];
}

function draftTrade(context: MethodContext, chosen: Parameters): Drafted | null {
  const table = readTable(context);
  if (table === null) return null;
  const { solution } = context;
  const forms = new TableForms(table, solution === undefined ? undefined : readSolution(table, solution));
  const accounts = new Accounts(table, forms, context);
  const asked = new Set(chosen.accounts);
  const stressorAt = new Map(table.stressors.map(({ name }, index) => [name, index]));
  const drafts = [
    ...table.stressors.flatMap((_stressor, index) => accounts.draft(index, asked)),
    ...chosen.multipliers.flatMap((name, at) => {
      const stressor = stressorAt.get(name);
      if (stressor !== undefined) return accounts.draftMultipliers(stressor);
      const text = `the table has no stressor ${name}: expected one of ${[...stressorAt.keys()].join(', ')}`;
      throw new EngineError('bad-parameters', text, name, placeOfAsked(`parameters.multipliers.${at}`));
    }),
  ];
  return { table, forms, drafts };
}
