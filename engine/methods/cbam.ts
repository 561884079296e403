import * as z from 'zod';
import { parseAmount, sumAmounts } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factors/factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  tonnesOf,
  warningsOf,
  type MethodContext,
  type Figure,
} from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { amountIn, type RowOf } from '../rows/row.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { ACCOUNTS } from '../rows/row-detail.ts';
import { describeEmbedded, EXACT, findEmbedded, openWorks, type Embedded, type Works } from './embedded.ts';

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
  version: 1,
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
      meaning: 'Sum of the direct and indirect figures per tonne, as shown.',
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
      meaning: 'Sum of the direct and indirect figures of all tonnes, as shown.',
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

function computeCbam(context: MethodContext, { gwpSet: set, grid }: Parameters): Figure[] {
  const works = openWorks(context, set);
  return distinctTexts([...works.made.keys()]).flatMap((good) => {
    const made = works.made.get(good)!;
    const embedded = ACCOUNTS.map((account) => findEmbedded(good, account, works, made[0]!, []));
    const specific = embedded.map(({ figure }) => figure);
    const whole = ACCOUNTS.map((account, index) =>
      wholeFigure(`cbam/${good}/${account}`, embedded[index]!, made, works),
    );
    return [
      ...specific,
      ...(grid === undefined ? [] : [electricityFigure(good, grid, specific[1]!, made[0]!, context)]),
      totalFigure(`cbam/${good}/specific/total`, 't{CO2e}/t', specific, set, context),
      ...whole,
      totalFigure(`cbam/${good}/total`, 't{CO2e}', whole, set, context),
    ];
  });
}

/** Electricity per tonne is indirect emissions per tonne divided by the grid factor. */
function electricityFigure(
  good: string,
  grid: string,
  indirect: Figure,
  by: RowOf<'goods'>,
  context: MethodContext,
): Figure {
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
  const { key, value, unit, detail } = indirect;
  const intensity = amountIn(factor.row, 't/MW.h', factor.row.unit.substance);
  if (intensity.isZero()) {
    const text = `${factor.row.key} is zero: electricity cannot be derived from it`;
    throw new EngineError('out-of-range', text, factor.row.value, placeOf(factor.row, 'value'));
  }
  return finishFigure(
    {
      ...describeEmbedded(detail.gwpSet ?? ''),
      gases: [],
      gwpSet: null,
      geographies: geography === undefined ? [] : [geography],
      key: `cbam/${good}/specific/electricity`,
      amount: parseAmount(value).div(intensity),
      unit: 'MW.h/t',
      factors: noteFactors([['EF', factor]]),
      formula: 'SEE / EF',
      operands: [{ name: 'SEE', value, unit, key }, operandOf('EF', factor.row)],
      warnings: warningsOf([factor]),
    },
    context,
  );
}

function wholeFigure(
  key: string,
  { amount, figure }: Embedded,
  made: readonly RowOf<'goods'>[],
  { set, context }: Works,
): Figure {
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  const { value, unit, detail } = figure;
  return finishFigure(
    {
      ...describeEmbedded(set),
      key,
      amount: tonnes.times(amount),
      unit: 't{CO2e}',
      factors: detail.factors,
      formula: `${made.length === 1 ? 'AL * SEE' : 'sum(AL[i]) * SEE'}${EXACT}`,
      operands: [
        ...made.map((row, index) => operandOf(indexName('AL', index, made.length), row)),
        { name: 'SEE', value, unit, key: figure.key },
      ],
      warnings: detail.derivation.warnings,
    },
    context,
  );
}

/** A total adds its parts after their rounding, so that a reader who adds the shown figures gets the same total. */
function totalFigure(
  key: string,
  unit: string,
  parts: readonly Figure[],
  set: string,
  context: MethodContext,
): Figure {
  return finishFigure(
    {
      ...describeEmbedded(set),
      key,
      amount: sumAmounts(
        parts.map((part) => (unit === 't{CO2e}' ? tonnesOf(part) : parseAmount(part.value))),
      ),
      unit,
      factors: distinct(parts.flatMap(({ detail }) => detail.factors)),
      formula: 'direct + indirect',
      operands: parts.map((part, index) => ({
        name: ACCOUNTS[index]!,
        value: part.value,
        unit: part.unit,
        key: part.key,
      })),
      warnings: parts.flatMap(({ detail }) => detail.derivation.warnings),
    },
    context,
  );
}
