import { selectActivities } from '../rows/activity.ts';
import { Amount } from '../quantities/decimal.ts';
import type { Draft } from '../figures/draft.ts';
import { constant } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import { describeUses, Shapes, sumTerms } from '../figures/terms.ts';
import type { RowOf } from '../rows/row.ts';
import { selectFuelFactor, selectOxidation, shapeOfUse, type FormulaFactor } from './fuel.ts';

/** The ratio of the molar masses of CO2 and carbon, rounded as in the Chinese guideline. */
const CO2_PER_CARBON = constant('44/12', new Amount(44n), new Amount(12n));

const FORMULA = { symbol: 'FC', energy: 'GJ', ratio: CO2_PER_CARBON };

/** Fuel combustion by the formula of the Chinese ETS: FC × NCV × CC × OF × 44/12, in tonnes of CO2 for each fuel. */
export const combustionCarbon: Method<CommonParameters> = {
  id: 'combustion-carbon',
  version: 2,
  title: 'Combustion of fossil fuels by carbon content, as in the Chinese ETS',
  standard:
    'Guideline on accounting and reporting of greenhouse gas emissions of enterprises, power generation facilities (MEE, 2022), chapter on the combustion of fossil fuels',
  reads: ['fuel-use', 'net-calorific-value', 'carbon-content', 'oxidation'],
  parameters: commonParameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/CO2',
      unit: 't{CO2}',
      meaning: 'Mass of CO2 from burning a fuel: FC × NCV × CC × OF × 44/12.',
    },
  ],
  traps: [
    'Carbon content is per energy (t{C}/GJ), not per mass of fuel.',
    'The default carbon content of coal changed in 2022 from 0.03356 to 0.03085 t{C}/GJ. State the valid time in the row.',
    'The figure covers CO2 alone. It is not scope 1 in CO2e.',
  ],
  compute: computeCombustionCarbon,
};

function computeCombustionCarbon(context: MethodContext): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts(uses.keys()).map((fuel) => {
    const shapes = new Shapes();
    const ofFuel = uses.get(fuel)!;
    return {
      key: `scope1/combustion/${fuel}/CO2`,
      unit: 't{CO2}',
      method: 'combustion-carbon@2',
      scope: 1,
      gases: ['CO2'],
      gwpSet: null,
      ...describeUses(ofFuel),
      expression: sumTerms(ofFuel, selectionOf(context, 'fuel-use', { fuel }), (use) =>
        shapeOfUse(use, FORMULA, selectFactors(use, context), shapes, context),
      ),
    };
  });
}

function selectFactors(use: RowOf<'fuel-use'>, context: MethodContext): FormulaFactor[] {
  const carbon = selectFuelFactor('carbon-content', use, context);
  return [
    { symbol: 'CC', factor: carbon, unit: 't/GJ', substance: 'C' },
    { symbol: 'OF', factor: selectOxidation(use, context), unit: '1', substance: null },
  ];
}
