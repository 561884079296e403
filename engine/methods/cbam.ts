import * as z from 'zod';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { factorOf, productOf, quotientOf, sumOf, valueOf } from '../figures/expression.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { ACCOUNTS } from '../rows/row-detail.ts';
import { describeEmbedded, findEmbedded, openWorks, sumGoods } from './embedded.ts';

const parameters = commonParameters.extend({
  gwpSet,
  grid: z
    .string()
    .min(1)
    .optional()
    .describe('The grid whose factor converts indirect emissions to electricity.'),
});
type Parameters = z.output<typeof parameters>;

/** Specific embedded emissions of goods: direct and indirect separately, with precursors over many levels. */
export const cbam: Method<Parameters> = {
  id: 'cbam',
  version: 2,
  title: 'Embedded emissions of goods (CBAM), direct and indirect separately',
  standard:
    'Regulation (EU) 2023/956, annex IV, points 2 and 3; Implementing Regulation (EU) 2023/1773, annex III, sections F and G',
  reads: ['goods', 'attributed-emissions', 'precursor', 'embedded-emissions', 'grid-factor'],
  parameters,
  figures: [
    {
      key: 'cbam/{good}/specific/{account}',
      unit: 't{CO2e}/t',
      meaning: 'Embedded emissions per tonne: direct or indirect.',
    },
    {
      key: 'cbam/{good}/specific/total',
      unit: 't{CO2e}/t',
      meaning: 'Sum of the direct and indirect figures per tonne.',
    },
    {
      key: 'cbam/{good}/specific/electricity',
      unit: 'MW.h/t',
      meaning: 'Electricity per tonne that the indirect emissions imply.',
    },
    {
      key: 'cbam/{good}/{account}',
      unit: 't{CO2e}',
      meaning: 'Embedded emissions of all tonnes: direct or indirect.',
    },
    {
      key: 'cbam/{good}/total',
      unit: 't{CO2e}',
      meaning: 'Sum of the direct and indirect figures of all tonnes.',
    },
  ],
  traps: [
    'Direct and indirect emissions are declared separately. They are never netted or swapped.',
    'State the emissions of production for both accounts, as 0 where there are none. A missing row is an error, not zero.',
    'A precursor adds its own embedded emissions in both accounts, by the mass that was used, losses included.',
    'Where the maker states a specific value, it is used and nothing is computed. A good with both is an error.',
  ],
  compute: computeCbam,
};

function computeCbam(context: MethodContext, { gwpSet: set, grid }: Parameters): Draft[] {
  const works = openWorks(context, set);
  return distinctTexts(works.made.keys()).flatMap((good) => {
    const made = works.made.get(good)!;
    const specific = ACCOUNTS.map((account) => findEmbedded(good, account, works, made[0]!, []));
    const whole = ACCOUNTS.map((account, index): Draft => {
      const expression = productOf(sumGoods('AL', made, good, works), valueOf('SEE', specific[index]!));
      return { ...describeEmbedded(set), key: `cbam/${good}/${account}`, unit: 't{CO2e}', expression };
    });
    return [
      ...specific,
      ...(grid === undefined ? [] : [draftElectricity(good, grid, specific[1]!, made[0]!, context)]),
      draftTotal(`cbam/${good}/specific/total`, 't{CO2e}/t', specific, set),
      ...whole,
      draftTotal(`cbam/${good}/total`, 't{CO2e}', whole, set),
    ];
  });
}

/** Electricity per tonne is indirect emissions per tonne divided by the grid factor. */
function draftElectricity(
  good: string,
  grid: string,
  indirect: Draft,
  by: RowOf<'goods'>,
  context: MethodContext,
): Draft {
  const candidates = rowsOfType(context.rows, 'grid-factor').filter(
    ({ detail }) => detail.grid === grid && detail.mix === 'average' && detail.basis === 'generation',
  );
  const { geography } = by.detail;
  const sought = {
    what: `average mix of ${grid}`,
    period: context.period,
    ...(geography === undefined ? {} : { geography }),
    by,
    column: 'detail.good',
  };
  const factor = selectFactor(candidates, sought, context.proxies);
  const intensity = factorOf('EF', factor, 't/MW.h', factor.row.unit.substance);
  if (factor.row.amount.isZero()) {
    const text = `${factor.row.key} is zero: electricity cannot be derived from it`;
    throw new EngineError('out-of-range', text, factor.row.value, placeOf(factor.row, 'value'));
  }
  return {
    ...describeEmbedded(indirect.gwpSet ?? ''),
    gases: [],
    gwpSet: null,
    geographies: geography === undefined ? [] : [geography],
    key: `cbam/${good}/specific/electricity`,
    unit: 'MW.h/t',
    expression: quotientOf(valueOf('SEE', indirect), intensity),
  };
}

/** The sum of direct and indirect emissions, of their exact values. */
function draftTotal(key: string, unit: string, parts: readonly Draft[], set: string): Draft {
  const expression = sumOf(parts.map((part, index) => valueOf(ACCOUNTS[index]!, part)));
  return { ...describeEmbedded(set), key, unit, expression };
}
