import { selectActivities } from '../activity.ts';
import { selectFactor, type FactorOf } from '../factor.ts';
import { distinctTexts, type Context, type Figure } from '../figure.ts';
import { commonParameters, type CommonParameters } from '../parameters.ts';
import { activityTerm, factorTerm, sumProducts, type Multiplicand } from '../product.ts';
import type { RowOf } from '../row.ts';
import { rowsAbout, type RowIndex } from '../row-index.ts';
import type { DetailOf } from '../row-detail.ts';
import type { Method } from '../method.ts';
import { selectFuelFactor, selectOxidation } from './fuel.ts';

type Gas = DetailOf<'emission-factor'>['gas'];

const OTHER_GASES: readonly Gas[] = ['CH4', 'N2O'];

/** Fuel combustion, the IPCC form AD × NCV × EF × OF: tonnes of each gas, CO2 always, CH4 and N2O where factors exist. */
export const combustion: Method<CommonParameters> = {
  id: 'combustion',
  version: 1,
  title: 'Stationary combustion of fossil fuels, the IPCC form',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2, equation 2.1, with calorific values of chapter 1, table 1.2',
  reads: ['fuel-use', 'net-calorific-value', 'emission-factor', 'oxidation'],
  parameters: commonParameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/{gas}',
      unit: 't{gas}',
      meaning: 'Mass of a gas from burning a fuel: AD × NCV × EF × OF.',
    },
  ],
  traps: [
    'Factors per gross calorific value are 5 to 10 % lower than those per net value: the row says net.',
    'Biogenic CO2 is no part of scope 1: only factors of fossil origin are used.',
    'Well-to-tank factors describe the supply of the fuel, not its combustion, and are passed over.',
    "IPCC's default CO2 factors assume full oxidation; a factor above 1 is refused.",
  ],
  compute: computeCombustion,
};

function computeCombustion(context: Context): Figure[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts([...uses.keys()]).flatMap((fuel) =>
    gasesOf(fuel, context.rows).map((gas) => computeGas(fuel, gas, uses.get(fuel)!, context)),
  );
}

function gasesOf(fuel: string, rows: RowIndex): Gas[] {
  return ['CO2', ...OTHER_GASES.filter((gas) => findEmissionFactors(fuel, gas, rows).length > 0)];
}

function computeGas(fuel: string, gas: Gas, uses: readonly RowOf<'fuel-use'>[], context: Context): Figure {
  return sumProducts(
    uses.map((use) => findTerm(use, gas, context)),
    {
      key: `scope1/combustion/${fuel}/${gas}`,
      unit: `t{${gas}}`,
      method: 'combustion@1',
      scope: 1,
      gases: [gas],
      gwpSet: null,
    },
    context,
  );
}

function findTerm(use: RowOf<'fuel-use'>, gas: Gas, context: Context): Multiplicand[] {
  return [
    activityTerm('AD', use, 'Gg'),
    factorTerm('NCV', selectFuelFactor('net-calorific-value', use, context), 'TJ/Gg'),
    factorTerm('EF', selectEmissionFactor(use, gas, context), 't/TJ', gas),
    factorTerm('OF', selectOxidation(use, context), '1'),
  ];
}

function selectEmissionFactor(
  use: RowOf<'fuel-use'>,
  gas: Gas,
  { rows, proxies }: Context,
): FactorOf<'emission-factor'> {
  const { fuel, geography } = use.detail;
  const what = `${gas} factor of ${fuel}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(findEmissionFactors(fuel, gas, rows), sought, proxies);
}

function findEmissionFactors(fuel: string, gas: Gas, rows: RowIndex): RowOf<'emission-factor'>[] {
  return rowsAbout(rows, 'emission-factor', fuel).filter(
    ({ detail }) => detail.gas === gas && detail.origin === 'fossil' && detail.basis === 'combustion',
  );
}
