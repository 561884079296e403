import type * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import type { Draft } from '../figures/draft.ts';
import { factorOf } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { selectGwp } from '../factors/gwp.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { describeUses, Shapes, sumTerms } from '../figures/terms.ts';
import { parseUnit } from '../quantities/unit.ts';
import { placementOf } from './montreal.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;

/** Refrigerant leaks: mass × GWP, in tonnes of CO2e for each gas. Gases of the Montreal Protocol are outside the scopes. */
export const refrigerant: Method<Parameters> = {
  id: 'refrigerant',
  version: 2,
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

function computeRefrigerant(context: MethodContext, { gwpSet: set }: Pick<Parameters, 'gwpSet'>): Draft[] {
  const leaks = Map.groupBy(
    selectActivities(context.rows, 'refrigerant-leak', context.period),
    ({ detail }) => detail.gas,
  );
  return distinctTexts(leaks.keys()).map((gas) => {
    const { prefix, scope } = placementOf(gas);
    const shapes = new Shapes();
    const ofGas = leaks.get(gas)!;
    return {
      key: `${prefix}/refrigerant/${gas}`,
      unit: 't{CO2e}',
      method: 'refrigerant@2',
      scope,
      gases: [gas],
      gwpSet: set,
      ...describeUses(ofGas),
      expression: sumTerms(ofGas, selectionOf(context, 'refrigerant-leak', { gas }), (leak) => {
        const gwp = selectGwp(gas, set, leak, leak, context);
        return shapes.of([gwp], () => ({
          symbol: 'AD',
          to: TONNE,
          substance: gas,
          factors: [factorOf('GWP', gwp, 'kg/kg', 'CO2e')],
        }));
      }),
    };
  });
}

const TONNE = parseUnit('t');
