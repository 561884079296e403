import type * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { distinctTexts, type MethodContext, type Figure } from '../figures/figure.ts';
import { selectGwp } from '../factors/gwp.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { sumProducts } from '../figures/product.ts';
import { placementOf } from './montreal.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;

/** Refrigerant leaks: mass × GWP, in tonnes of CO2e for each gas. Gases of the Montreal Protocol are outside the scopes. */
export const refrigerant: Method<Parameters> = {
  id: 'refrigerant',
  version: 1,
  title: 'Leaks of refrigerants',
  standard:
    '2006 IPCC Guidelines, volume 3, chapter 7, section 7.5; GHG Protocol Corporate Standard, chapter 4 (fugitive emissions)',
  reads: ['refrigerant-leak', 'gwp'],
  parameters,
  figures: [
    {
      key: 'scope1/refrigerant/{gas}',
      unit: 't{CO2e}',
      meaning: 'Leaked mass of a gas × its 100-year global warming potential (GWP).',
    },
    {
      key: 'outside-scopes/refrigerant/{gas}',
      unit: 't{CO2e}',
      meaning: 'The same for a gas under the Montreal Protocol. It is not part of any scope or total.',
    },
  ],
  traps: [
    'The IPCC reports give no GWP for blends. State the gases of a blend by their shares.',
    'Gases under the Montreal Protocol (CFC, HCFC, halons) are reported outside the scopes, and are not part of any total.',
    'The GWP set (AR4, AR5, AR6) is a parameter. One figure never mixes two sets.',
  ],
  compute: computeRefrigerant,
};

function computeRefrigerant(context: MethodContext, { gwpSet: set }: Pick<Parameters, 'gwpSet'>): Figure[] {
  const leaks = Map.groupBy(
    selectActivities(context.rows, 'refrigerant-leak', context.period),
    ({ detail }) => detail.gas,
  );
  return distinctTexts([...leaks.keys()]).map((gas) => {
    const { prefix, scope } = placementOf(gas);
    const symbols = [
      { name: 'AD', unit: 't', substance: gas },
      { name: 'GWP', unit: 'kg/kg', substance: 'CO2e' },
    ];
    return sumProducts(
      leaks.get(gas)!.map((leak) => ({
        symbols,
        activity: leak,
        factors: [selectGwp(gas, set, leak, leak, context)],
      })),
      {
        key: `${prefix}/refrigerant/${gas}`,
        unit: 't{CO2e}',
        method: 'refrigerant@1',
        scope,
        gases: [gas],
        gwpSet: set,
      },
      context,
    );
  });
}
