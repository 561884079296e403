import { selectActivities } from '../activity.ts';
import { sumAmounts, type Amount } from '../decimal.ts';
import { EngineError } from '../errors.ts';
import { selectFactor, type Factor, type FactorOf } from '../factor.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Figure,
  type Operand,
} from '../figure.ts';
import { commonParameters, type CommonParameters } from '../parameters.ts';
import { amountIn, rowsOfType, type Row, type RowOf } from '../row.ts';
import type { DetailOf } from '../row-detail.ts';
import type { Method } from '../method.ts';

type Gas = DetailOf<'emission-factor'>['gas'];

/** One fuel-use row with the factors valid for its period. */
interface Term {
  readonly use: RowOf<'fuel-use'>;
  readonly ncv: FactorOf<'net-calorific-value'>;
  readonly ef: FactorOf<'emission-factor'>;
  readonly oxidation: FactorOf<'oxidation'>;
}

const OTHER_GASES: readonly Gas[] = ['CH4', 'N2O'];

/** Fuel combustion, the IPCC form AD × NCV × EF × OF: tonnes of each gas, CO2 always, CH4 and N2O where factors exist. */
export const combustion: Method<CommonParameters> = {
  id: 'combustion',
  version: 1,
  title: 'Stationary combustion of fossil fuels',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2, equation 2.1, with calorific values of chapter 1, table 1.2',
  parameters: commonParameters,
  compute: computeCombustion,
};

function computeCombustion(context: Context): Figure[] {
  const uses = selectActivities(context.rows, 'fuel-use', context.period);
  return distinctTexts(uses.map((use) => use.detail.fuel)).flatMap((fuel) => {
    const ofFuel = uses.filter((use) => use.detail.fuel === fuel);
    return gasesOf(fuel, context.rows).map((gas) => computeGas(fuel, gas, ofFuel, context));
  });
}

function gasesOf(fuel: string, rows: readonly Row[]): Gas[] {
  return ['CO2', ...OTHER_GASES.filter((gas) => findEmissionFactors(fuel, gas, rows).length > 0)];
}

function computeGas(fuel: string, gas: Gas, uses: readonly RowOf<'fuel-use'>[], context: Context): Figure {
  const terms = uses.map((use) => findTerm(use, gas, context));
  const factors = terms.flatMap(namedFactors);
  return finishFigure(
    {
      key: `scope1/combustion/${fuel}/${gas}`,
      amount: sumAmounts(terms.map((term) => computeTerm(term, gas))),
      unit: `t{${gas}}`,
      method: 'combustion@1',
      scope: 1,
      categories: distinctTexts(uses.map((use) => use.detail.category)),
      gases: [gas],
      gwpSet: null,
      geographies: distinctTexts(uses.map((use) => use.detail.geography)),
      factors: noteFactors(factors),
      formula: terms.length === 1 ? 'AD * NCV * EF * OF' : 'sum(AD[i] * NCV[i] * EF[i] * OF[i])',
      operands: terms.flatMap((term, index) => operandsOf(term, index, terms.length)),
      warnings: warningsOf(factors.map(([, factor]) => factor)),
    },
    context,
  );
}

function findTerm(use: RowOf<'fuel-use'>, gas: Gas, { rows, proxies }: Context): Term {
  const { fuel } = use.detail;
  const values = rowsOfType(rows, 'net-calorific-value').filter((row) => row.detail.fuel === fuel);
  const oxidations = rowsOfType(rows, 'oxidation').filter((row) => row.detail.fuel === fuel);
  const emissions = findEmissionFactors(fuel, gas, rows);
  return {
    use,
    ncv: selectFactor(values, `net calorific value of ${fuel}`, use, proxies),
    ef: selectFactor(emissions, `${gas} factor of ${fuel}`, use, proxies),
    oxidation: selectFactor(oxidations, `oxidation factor of ${fuel}`, use, proxies),
  };
}

function findEmissionFactors(fuel: string, gas: Gas, rows: readonly Row[]): RowOf<'emission-factor'>[] {
  return rowsOfType(rows, 'emission-factor').filter(
    ({ detail }) =>
      detail.fuel === fuel &&
      detail.gas === gas &&
      detail.origin === 'fossil' &&
      detail.basis === 'combustion',
  );
}

function computeTerm({ use, ncv, ef, oxidation }: Term, gas: Gas): Amount {
  const oxidised = amountIn(oxidation.row, '1', null);
  if (oxidised.greaterThan(1)) {
    throw new EngineError('out-of-range', `${oxidation.row.key} is more than 1`, oxidation.row.value);
  }
  return amountIn(use, 'Gg', null)
    .times(amountIn(ncv.row, 'TJ/Gg', null))
    .times(amountIn(ef.row, 't/TJ', gas))
    .times(oxidised);
}

function namedFactors({ ncv, ef, oxidation }: Term): [string, Factor][] {
  return [
    ['NCV', ncv],
    ['EF', ef],
    ['OF', oxidation],
  ];
}

function operandsOf(term: Term, index: number, count: number): Operand[] {
  const rows: [string, Row][] = [
    ['AD', term.use],
    ['NCV', term.ncv.row],
    ['EF', term.ef.row],
    ['OF', term.oxidation.row],
  ];
  return rows.map(([name, row]) => operandOf(indexName(name, index, count), row));
}
