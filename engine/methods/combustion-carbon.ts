import { selectActivities } from '../rows/activity.ts';
import { Amount } from '../quantities/decimal.ts';
import type { Draft } from '../figures/draft.ts';
import { constant } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { describeUses, sumTerms } from '../figures/terms.ts';
import { rowsAbout, rowsWhere, type RowIndex } from '../rows/row-index.ts';
import type { RowOf } from '../rows/row.ts';
import type { Method } from './method.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import { shapesOf, warnOfBasis, type FuelTerm } from './fuel.ts';

/** The ratio of the molar masses of CO2 and carbon, rounded as in the Chinese guideline and in the IPCC Guidelines. */
const CO2_PER_CARBON = constant('44/12', new Amount(44n), new Amount(12n));

/** The formula by carbon content: its activity, and its unit of energy. */
export const CARBON_FORMULA = { symbol: 'FC', energy: 'GJ' };

/** Fuel combustion by the formula of the Chinese ETS: FC × NCV × CC × OF × 44/12, in tonnes of CO2 for each fuel. */
export const combustionCarbon: Method<CommonParameters> = {
  id: 'combustion-carbon',
  version: 2,
  title: 'Combustion of fossil fuels by carbon content, as in the Chinese ETS',
  standard:
    'Guideline on accounting and reporting of greenhouse gas emissions of enterprises, power generation facilities (MEE, 2022), chapter on the combustion of fossil fuels; 2006 IPCC Guidelines, volume 2, chapter 1, table 1.3 (carbon content per energy)',
  reads: [
    'fuel-use',
    'net-calorific-value',
    'gross-calorific-value',
    'calorific-ratio',
    'density',
    'carbon-content',
    'oxidation',
  ],
  parameters: commonParameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/CO2',
      unit: 't{CO2}',
      meaning: 'Mass of CO2 from burning a fuel: FC × NCV × CC × OF × 44/12.',
    },
  ],
  traps: [
    'Carbon content is per energy (t{C}/GJ or kg{C}/GJ) or per mass of fuel (t{C}/t). Per mass, no calorific value is needed.',
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
    const ofFuel = uses.get(fuel)!;
    const shapeOf = shapesOf([carbonTerm(fuel, false, context.rows)], CARBON_FORMULA, context);
    return {
      key: `scope1/combustion/${fuel}/CO2`,
      unit: 't{CO2}',
      method: 'combustion-carbon@2',
      scope: 1,
      gases: ['CO2'],
      gwpSet: null,
      ...describeUses(ofFuel),
      warnings: warnOfBasis(ofFuel),
      expression: sumTerms(ofFuel, selectionOf(context, 'fuel-use', { fuel }), shapeOf),
    };
  });
}

/** Returns the carbon contents of a fuel, by whether their carbon is biogenic. */
export function listCarbonContents(
  fuel: string,
  isBiogenic: boolean,
  rows: RowIndex,
): readonly RowOf<'carbon-content'>[] {
  const name = isBiogenic ? 'biogenic' : 'fossil';
  return rowsWhere(
    rowsAbout(rows, 'carbon-content', fuel),
    name,
    ({ detail }) => (detail.origin ?? 'fossil') === name,
  );
}

/** Returns the term CC × OF × 44/12 of a fuel. */
export function carbonTerm(fuel: string, isBiogenic: boolean, rows: RowIndex): FuelTerm {
  return {
    symbol: 'CC',
    candidates: listCarbonContents(fuel, isBiogenic, rows),
    what: `carbon content of ${fuel}`,
    substance: 'C',
    oxidation: 'always',
    ratio: CO2_PER_CARBON,
  };
}
