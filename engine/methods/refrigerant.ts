import type * as z from 'zod';
import { selectActivities } from '../activity.ts';
import { sumAmounts } from '../decimal.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Figure,
} from '../figure.ts';
import { gwpAmount, selectGwp } from '../gwp.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';
import { amountIn, type RowOf } from '../row.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;

/** Refrigerant leaks, mass × GWP: tonnes of CO2e, one figure for each gas. */
export const refrigerant: Method<Parameters> = {
  id: 'refrigerant',
  version: 1,
  title: 'Leaks of refrigerants',
  standard:
    '2006 IPCC Guidelines, volume 3, chapter 7, section 7.5; GHG Protocol Corporate Standard, chapter 4 (fugitive emissions)',
  parameters,
  compute: computeRefrigerant,
};

function computeRefrigerant(context: Context, { gwpSet: set }: Pick<Parameters, 'gwpSet'>): Figure[] {
  const leaks = selectActivities(context.rows, 'refrigerant-leak', context.period);
  return distinctTexts(leaks.map((leak) => leak.detail.gas)).map((gas) => {
    const ofGas = leaks.filter((leak) => leak.detail.gas === gas);
    return computeGas(gas, set, ofGas, context);
  });
}

function computeGas(
  gas: string,
  set: string,
  leaks: readonly RowOf<'refrigerant-leak'>[],
  context: Context,
): Figure {
  const terms = leaks.map((leak) => ({ leak, gwp: selectGwp(gas, set, leak, context) }));
  return finishFigure(
    {
      key: `scope1/refrigerant/${gas}`,
      amount: sumAmounts(terms.map(({ leak, gwp }) => amountIn(leak, 't', gas).times(gwpAmount(gwp)))),
      unit: 't{CO2e}',
      method: 'refrigerant@1',
      scope: 1,
      categories: distinctTexts(leaks.map((leak) => leak.detail.category)),
      gases: [gas],
      gwpSet: set,
      geographies: distinctTexts(leaks.map((leak) => leak.detail.geography)),
      factors: noteFactors(terms.map(({ gwp }) => ['GWP', gwp])),
      formula: terms.length === 1 ? 'AD * GWP' : 'sum(AD[i] * GWP[i])',
      operands: terms.flatMap(({ leak, gwp }, index) => [
        operandOf(indexName('AD', index, terms.length), leak),
        operandOf(indexName('GWP', index, terms.length), gwp.row),
      ]),
      warnings: warningsOf(terms.map(({ gwp }) => gwp)),
    },
    context,
  );
}
