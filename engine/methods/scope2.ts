import type * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { HUNDRED, sumAmounts, type Amount } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import type { FactorOf } from '../factors/factor.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type MethodContext,
  type UnroundedFigure,
  type Figure,
  type Operand,
} from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, grids } from './parameters.ts';
import { amountIn, type Row, type RowOf } from '../rows/row.ts';
import { describeGases, intensity, selectGrid } from './electricity-factor.ts';
import { instrumentIntensity, refuseOtherVintage, refuseUsedTwice, refuseYears } from './instrument.ts';

const parameters = commonParameters.extend({ grids });
type Parameters = z.output<typeof parameters>;

/** The electricity of one place: its uses, the certificates that cover them, and the residual mix for the rest. */
interface Supply {
  readonly uses: readonly RowOf<'electricity-use'>[];
  readonly instruments: readonly RowOf<'instrument'>[];
  readonly rest: Amount;
  readonly residual: FactorOf<'grid-factor'> | null;
}

const ENERGY = 'MW.h';

/** Purchased electricity, location-based and market-based, in tonnes of the gas of the factors. */
export const scope2: Method<Parameters> = {
  id: 'scope2',
  version: 1,
  title: 'Purchased electricity, location-based and market-based',
  standard:
    'GHG Protocol Scope 2 Guidance (2015), chapters 4 (definitions), 6 (calculation) and 7 (quality criteria of instruments)',
  reads: ['electricity-use', 'instrument', 'grid-factor'],
  parameters,
  figures: [
    {
      key: 'scope2/location',
      unit: 't{gas}',
      meaning: 'Electricity × the average factor of the grid that it came from.',
    },
    {
      key: 'scope2/market',
      unit: 't{gas}',
      meaning: 'Electricity covered by instruments × their factors, and the rest × the residual mix.',
    },
    { key: 'scope2/coverage', unit: '%', meaning: 'The share of consumption that instruments cover.' },
  ],
  traps: [
    'Electricity that instruments do not cover counts with the residual mix. The average mix would include what others have bought.',
    'More instruments than consumption in a place is an error: they cannot cover anything else.',
    'A certificate covers consumption of its own place and vintage. One of another year is an error.',
    'Chinese grid factors cover CO2 alone. The figure is then in t{CO2}, not in t{CO2e}.',
  ],
  compute: computeScope2,
};

function computeScope2(context: MethodContext, { grids: chosen }: Pick<Parameters, 'grids'>): Figure[] {
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  const instruments = selectActivities(context.rows, 'instrument', context.period);
  refuseUsedTwice(instruments);
  refuseYears(instruments, context.period);
  for (const row of instruments) refuseOtherVintage(row);
  const [usesOf, instrumentsOf] = [Map.groupBy(uses, placeOfRow), Map.groupBy(instruments, placeOfRow)];
  const supplies = distinctTexts([...usesOf.keys(), ...instrumentsOf.keys()]).map((place) =>
    balanceSupply(place, usesOf.get(place) ?? [], instrumentsOf.get(place) ?? [], chosen.residual, context),
  );
  if (uses.length === 0) return [];
  return [
    computeLocation(uses, chosen, context),
    computeMarket(supplies, context),
    ...computeCoverage(uses, instruments, context),
  ];
}

function placeOfRow({ detail }: RowOf<'electricity-use' | 'instrument'>): string {
  return detail.geography;
}

/** Returns the location-based figure of the given uses. */
export function computeLocation(
  uses: readonly RowOf<'electricity-use'>[],
  { location: grid, mix }: Parameters['grids'],
  context: MethodContext,
): Figure {
  const terms = uses.map((use) => ({
    use,
    factor: selectGrid({ place: use.detail.geography, grid, mix, period: use, by: use }, context),
  }));
  const factors = terms.map(({ factor }) => factor);
  const amounts = terms.map(({ use, factor }) => amountIn(use, ENERGY, null).times(intensity(factor)));
  return finishFigure(
    {
      key: 'scope2/location',
      amount: sumAmounts(amounts),
      ...describeUses(uses),
      ...describeGases(factors, []),
      factors: noteFactors(factors.map((factor) => ['EF', factor])),
      formula: terms.length === 1 ? 'E * EF' : 'sum(E[i] * EF[i])',
      operands: terms.flatMap(({ use, factor }, index) => [
        operandOf(indexName('E', index, terms.length), use),
        operandOf(indexName('EF', index, terms.length), factor.row),
      ]),
      warnings: warningsOf(factors),
    },
    context,
  );
}

function computeMarket(supplies: readonly Supply[], context: MethodContext): Figure {
  const residuals = supplies.flatMap(({ residual }) => residual ?? []);
  const instruments = supplies.flatMap((supply) => supply.instruments);
  const uses = supplies.flatMap((supply) => supply.uses);
  return finishFigure(
    {
      key: 'scope2/market',
      amount: sumAmounts(supplies.map(emitMarket)),
      ...describeUses(uses),
      ...describeGases(residuals, instruments),
      factors: noteFactors(residuals.map((factor) => ['RF', factor])),
      formula:
        supplies.length === 1
          ? 'sum(I[i] * IF[i]) + (sum(E[i]) - sum(I[i])) * RF'
          : 'for each geography: sum(I[i] * IF[i]) + (sum(E[i]) - sum(I[i])) * RF',
      operands: supplies.flatMap(marketOperands),
      warnings: warningsOf(residuals),
    },
    context,
  );
}

/** The share of consumption that certificates cover, in per cent. */
function computeCoverage(
  uses: readonly RowOf<'electricity-use'>[],
  instruments: readonly RowOf<'instrument'>[],
  context: MethodContext,
): Figure[] {
  const used = sumEnergy(uses);
  if (used.isZero()) return [];
  return [
    finishFigure(
      {
        key: 'scope2/coverage',
        amount: sumEnergy(instruments).times(HUNDRED).div(used),
        ...describeUses(uses),
        unit: '%',
        gases: [],
        gwpSet: null,
        factors: [],
        formula: '100 * sum(I[i]) / sum(E[i])',
        operands: [
          ...uses.map((use, index) => operandOf(indexName('E', index, uses.length), use)),
          ...instruments.map((row, index) => operandOf(indexName('I', index, instruments.length), row)),
        ],
        warnings: [],
      },
      context,
    ),
  ];
}

function balanceSupply(
  place: string,
  uses: Supply['uses'],
  instruments: Supply['instruments'],
  grid: string,
  context: MethodContext,
): Supply {
  const used = sumEnergy(uses);
  const covered = sumEnergy(instruments);
  const rest = used.minus(covered);
  if (rest.isNegative()) {
    const text = `certificates in ${place}: expected at most the ${String(used)} MW.h that were used, got ${String(covered)} MW.h`;
    const at = placeOf(instruments[0]!, 'value');
    throw new EngineError('instruments-exceed-consumption', text, String(covered), at);
  }
  const isCovered = rest.isZero() && instruments.length > 0;
  const residual = isCovered
    ? null
    : selectGrid(
        { place, grid, mix: 'residual', period: context.period, by: uses[0] ?? instruments[0]! },
        context,
      );
  return { uses, instruments, rest, residual };
}

function emitMarket({ instruments, rest, residual }: Supply): Amount {
  const certified = instruments.map((row) => amountIn(row, ENERGY, null).times(instrumentIntensity(row)));
  const remaining = residual === null ? [] : [rest.times(intensity(residual))];
  return sumAmounts([...certified, ...remaining]);
}

function marketOperands({ uses, instruments, residual }: Supply): Operand[] {
  return [
    ...uses.map((use, index) => operandOf(indexName('E', index, uses.length), use)),
    ...instruments.flatMap((row, index) => [
      operandOf(indexName('I', index, instruments.length), row),
      {
        ...operandOf(indexName('IF', index, instruments.length), row),
        value: row.detail.factor,
        unit: row.detail.factorUnit,
      },
    ]),
    ...(residual === null ? [] : [operandOf('RF', residual.row)]),
  ];
}

/** Returns the members of a figure that depend only on the uses, not on the factors. */
function describeUses(
  uses: readonly RowOf<'electricity-use'>[],
): Pick<UnroundedFigure, 'method' | 'scope' | 'categories' | 'geographies'> {
  return {
    method: 'scope2@1',
    scope: 2,
    categories: distinctTexts(uses.map((use) => use.detail.category)),
    geographies: distinctTexts(uses.map((use) => use.detail.geography)),
  };
}

function sumEnergy(rows: readonly Row[]): Amount {
  return sumAmounts(rows.map((row) => amountIn(row, ENERGY, null)));
}
