import { selectActivities } from '../rows/activity.ts';
import { Amount } from '../quantities/decimal.ts';
import type { Factor } from '../factors/factor.ts';
import { distinctTexts, type MethodContext, type Figure } from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import { sumProducts } from '../figures/product.ts';
import type { RowOf } from '../rows/row.ts';
import { findTerm, listSymbols, selectFuelFactor, selectOxidation } from './fuel.ts';

/** The ratio of the molar masses of CO2 and carbon, rounded as in the Chinese guideline. */
const CO2_PER_CARBON = { text: '44/12', numerator: new Amount(44n), denominator: new Amount(12n) };

const UNITS = { mass: 't', volume: 'm3', energy: 'GJ' };
const SYMBOLS = listSymbols('FC', UNITS, [
  { name: 'CC', unit: 't/GJ', substance: 'C' },
  { name: 'OF', unit: '1', substance: null },
]);

/** Fuel combustion by the formula of the Chinese ETS: FC × NCV × CC × OF × 44/12, in tonnes of CO2 for each fuel. */
export const combustionCarbon: Method<CommonParameters> = {
  id: 'combustion-carbon',
  version: 1,
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

function computeCombustionCarbon(context: MethodContext): Figure[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts([...uses.keys()]).map((fuel) =>
    sumProducts(
      uses.get(fuel)!.map((use) => findTerm(use, SYMBOLS, selectFactors(use, context), context)),
      {
        key: `scope1/combustion/${fuel}/CO2`,
        unit: 't{CO2}',
        method: 'combustion-carbon@1',
        scope: 1,
        gases: ['CO2'],
        gwpSet: null,
        ratio: CO2_PER_CARBON,
      },
      context,
    ),
  );
}

function selectFactors(use: RowOf<'fuel-use'>, context: MethodContext): Factor[] {
  return [selectFuelFactor('carbon-content', use, context), selectOxidation(use, context)];
}
