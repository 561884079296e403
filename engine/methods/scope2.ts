import type * as z from 'zod';
import { selectActivities } from '../activity.ts';
import { sumAmounts, type Amount } from '../decimal.ts';
import { EngineError, placeOf, type RowName } from '../errors.ts';
import { selectFactor, showTime, type FactorOf } from '../factor.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Draft,
  type Figure,
  type Operand,
} from '../figure.ts';
import type { Method } from '../method.ts';
import { commonParameters, grids } from '../parameters.ts';
import { amountIn, readAmount, readUnit, type Period, type Row, type RowOf } from '../row.ts';
import { rowsAbout } from '../row-index.ts';
import type { DetailOf } from '../row-detail.ts';
import { convertAmount, parseUnit, type Unit } from '../unit.ts';

const parameters = commonParameters.extend({ grids });
type Parameters = z.output<typeof parameters>;
type Mix = DetailOf<'grid-factor'>['mix'];

/** The electricity of one country: what was used, what certificates cover, and the residual mix for the rest. */
interface Supply {
  readonly uses: readonly RowOf<'electricity-use'>[];
  readonly instruments: readonly RowOf<'instrument'>[];
  readonly rest: Amount;
  readonly residual: FactorOf<'grid-factor'> | null;
}

const ENERGY = 'MW.h';
const INTENSITY = 't/MW.h';

/** Purchased electricity, both ways: location-based and market-based, in tonnes of the gas that the factors are of. */
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
      meaning: 'Electricity by the average factors of the grids it came from.',
    },
    {
      key: 'scope2/market',
      unit: 't{gas}',
      meaning: 'Electricity by the factors of instruments, and what they do not cover by the residual mix.',
    },
    { key: 'scope2/coverage', unit: '%', meaning: 'The share of consumption that instruments cover.' },
  ],
  traps: [
    'What instruments do not cover counts by the residual mix, not by the average, which holds what others have bought.',
    'Instruments beyond the consumption of a country are refused: they cover nothing else.',
    'A certificate covers consumption of its own place and vintage: one of another year is refused.',
    'Chinese grid factors cover CO2 alone: the figure is t{CO2}, and no CO2e.',
  ],
  compute: computeScope2,
};

function computeScope2(context: Context, { grids: chosen }: Pick<Parameters, 'grids'>): Figure[] {
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  const instruments = selectActivities(context.rows, 'instrument', context.period);
  refuseUsedTwice(instruments);
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

function refuseUsedTwice(instruments: readonly RowOf<'instrument'>[]): void {
  const seen = new Set<string>();
  for (const row of instruments) {
    const { id } = row.detail;
    if (seen.has(id))
      throw new EngineError('duplicate-instrument', `used twice: ${id}`, id, placeOf(row, 'detail.id'));
    seen.add(id);
  }
}

function placeOfRow({ detail }: RowOf<'electricity-use' | 'instrument'>): string {
  return detail.geography;
}

/** A vintage that begins with a year is of that year: an old certificate covers no use of today. */
function refuseOtherVintage(row: RowOf<'instrument'>): void {
  const { vintage } = row.detail;
  const year = /^[0-9]{4}(?![0-9])/.exec(vintage)?.[0];
  const years = [row.from, row.until - 1].map((time) => showTime(time).slice(0, 4));
  if (year === undefined || (years[0]! <= year && year <= years[1]!)) return;
  const text = `${row.key} is of the vintage ${vintage}, and counted for ${years.join(' to ')}`;
  throw new EngineError('instrument-out-of-time', text, vintage, placeOf(row, 'detail.vintage'));
}

function computeLocation(
  uses: readonly RowOf<'electricity-use'>[],
  { location: grid, mix }: Parameters['grids'],
  context: Context,
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

function computeMarket(supplies: readonly Supply[], context: Context): Figure {
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
  context: Context,
): Figure[] {
  const used = sumEnergy(uses);
  if (used.isZero()) return [];
  return [
    finishFigure(
      {
        key: 'scope2/coverage',
        amount: sumEnergy(instruments).times(100).div(used),
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
  context: Context,
): Supply {
  const used = sumEnergy(uses);
  const covered = sumEnergy(instruments);
  const rest = used.minus(covered);
  if (rest.isNegative()) {
    const text = `${covered.toFixed()} MW.h of certificates for ${used.toFixed()} MW.h used in ${place}`;
    const at = placeOf(instruments[0]!, 'value');
    throw new EngineError('instruments-exceed-consumption', text, covered.toFixed(), at);
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

/** What a figure of these uses is about, whatever the factors. */
function describeUses(
  uses: readonly RowOf<'electricity-use'>[],
): Pick<Draft, 'method' | 'scope' | 'categories' | 'geographies'> {
  return {
    method: 'scope2@1',
    scope: 2,
    categories: distinctTexts(uses.map((use) => use.detail.category)),
    geographies: distinctTexts(uses.map((use) => use.detail.geography)),
  };
}

/** What the emissions of a factor or an instrument are of, and the row and column that say so. */
interface Source {
  readonly row: Row;
  readonly column: string;
  readonly unit: Unit;
  readonly gwpSet: string | undefined;
}

/**
 * Returns the unit, gases and GWP set of a figure made with these factors and instruments.
 * @throws EngineError `mixed-gases` when they are not all of one, or name none; `mixed-gwp-sets` when CO2e is not all under one set
 */
function describeGases(
  factors: readonly FactorOf<'grid-factor'>[],
  instruments: readonly RowOf<'instrument'>[],
): Pick<Draft, 'unit' | 'gases' | 'gwpSet'> {
  const sources = [
    ...factors.map(({ row }) => ({ row, column: 'unit', unit: row.unit, gwpSet: row.detail.gwpSet })),
    ...instruments.map((row) => ({
      row,
      column: 'detail.factorUnit',
      unit: unitOfInstrument(row),
      gwpSet: row.detail.gwpSet,
    })),
  ];
  const [first] = sources;
  for (const source of sources) refuseOther(source, first!);
  const { unit, gwpSet } = first!;
  const details = [...factors.map(({ row }) => row.detail), ...instruments.map((row) => row.detail)];
  return {
    unit: `t{${unit.substance}}`,
    gases: distinctTexts(details.flatMap((detail) => detail.gases)),
    gwpSet: unit.substance === 'CO2e' ? gwpSet! : null,
  };
}

function refuseOther({ row, column, unit, gwpSet }: Source, first: Source): void {
  const { substance } = unit;
  if (substance === null || substance !== first.unit.substance) {
    const text = `${row.key} is of ${substance ?? 'no gas'}, ${first.row.key} of ${first.unit.substance ?? 'no gas'}`;
    throw new EngineError('mixed-gases', text, unit.text, placeOf(row, column));
  }
  if (substance !== 'CO2e' || (gwpSet !== undefined && gwpSet === first.gwpSet)) return;
  const text = `${row.key} is under ${gwpSet ?? 'no GWP set'}, ${first.row.key} under ${first.gwpSet ?? 'none'}`;
  throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
}

interface SoughtGrid {
  readonly place: string;
  readonly grid: string;
  readonly mix: Mix;
  readonly period: Period;
  readonly by: RowName;
}

/** Grid factors are about a place: those of the country stand behind those of its part. */
function selectGrid(
  { place, grid, mix, period, by }: SoughtGrid,
  { rows, proxies }: Context,
): FactorOf<'grid-factor'> {
  const places = distinctTexts([place, place.slice(0, 2)]);
  const candidates = places
    .flatMap((each) => rowsAbout(rows, 'grid-factor', each))
    .filter(({ detail }) => detail.grid === grid && detail.mix === mix && detail.basis === 'generation');
  const what = `${mix} mix of ${place} ${grid}`;
  return selectFactor(
    candidates,
    { what, period, geography: place, by, column: 'detail.geography' },
    proxies,
  );
}

function intensity({ row }: FactorOf<'grid-factor'>): Amount {
  return amountIn(row, INTENSITY, row.unit.substance);
}

function instrumentIntensity(row: RowOf<'instrument'>): Amount {
  const factor = readAmount(row.detail.factor, placeOf(row, 'detail.factor'));
  return convertAmount(factor, unitOfInstrument(row), parseUnit(INTENSITY));
}

function unitOfInstrument(row: RowOf<'instrument'>): Unit {
  const at = placeOf(row, 'detail.factorUnit');
  const unit = readUnit(row.detail.factorUnit, at);
  if (unit.dimension === parseUnit(INTENSITY).dimension) return unit;
  const text = `the factor of ${row.key} is in ${unit.text}, which does not convert to ${INTENSITY}`;
  throw new EngineError('unit-mismatch', text, unit.text, at);
}

function sumEnergy(rows: readonly Row[]): Amount {
  return sumAmounts(rows.map((row) => amountIn(row, ENERGY, null)));
}
