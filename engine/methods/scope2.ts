import type { Selection } from '../../core/records/selection.ts';
import type * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { HUNDRED, ONE } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import type { FactorOf } from '../factors/factor.ts';
import { sumRows } from '../figures/exact.ts';
import type { Draft } from '../figures/draft.ts';
import {
  checkUnit,
  constant,
  differenceOf,
  productOf,
  quotientOf,
  sumOf,
  type Expression,
} from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { describeUses, Shapes, sumOfRows, sumTerms } from '../figures/terms.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { Method } from './method.ts';
import { commonParameters, grids } from './parameters.ts';
import type { RowOf } from '../rows/row.ts';
import { describeGases, intensity, selectGrid } from './electricity-factor.ts';
import { instrumentIntensity, refuseOtherVintage, refuseUsedTwice, refuseYears } from './instrument.ts';

const parameters = commonParameters.extend({ grids });
type Parameters = z.output<typeof parameters>;

/** The electricity of one place: its uses, the certificates that cover them, and the residual mix for the rest. */
interface Supply {
  readonly place: string;
  readonly uses: readonly RowOf<'electricity-use'>[];
  readonly instruments: readonly RowOf<'instrument'>[];
  readonly residual: FactorOf<'grid-factor'> | null;
}

const ENERGY = parseUnit('MW.h');

/** Purchased electricity, location-based and market-based, in tonnes of the gas of the factors. */
export const scope2: Method<Parameters> = {
  id: 'scope2',
  version: 2,
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

function computeScope2(context: MethodContext, { grids: chosen }: Pick<Parameters, 'grids'>): Draft[] {
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
    draftLocation(uses, chosen, context),
    draftMarket(supplies, context),
    ...draftCoverage(uses, instruments, context),
  ];
}

function placeOfRow({ detail }: RowOf<'electricity-use' | 'instrument'>): string {
  return detail.geography;
}

/** Returns the location-based figure of the given uses. */
export function draftLocation(
  uses: readonly RowOf<'electricity-use'>[],
  { location: grid, mix }: Parameters['grids'],
  context: MethodContext,
): Draft {
  const shapes = new Shapes();
  const factors = new Set<FactorOf<'grid-factor'>>();
  const expression = sumTerms(uses, selectionOf(context, 'electricity-use', {}), (use) => {
    const factor = selectGrid({ place: use.detail.geography, grid, mix, period: use, by: use }, context);
    factors.add(factor);
    return shapes.of([factor], () => ({
      symbol: 'E',
      to: ENERGY,
      substance: null,
      factors: [intensity('EF', factor)],
    }));
  });
  return {
    key: 'scope2/location',
    ...describe(uses),
    ...describeGases([...factors], []),
    expression,
  };
}

/** What instruments cover counts with their factors; the rest of each place with its residual mix. */
function draftMarket(supplies: readonly Supply[], context: MethodContext): Draft {
  const residuals = supplies.flatMap(({ residual }) => residual ?? []);
  const instruments = supplies.flatMap((supply) => supply.instruments);
  const uses = supplies.flatMap((supply) => supply.uses);
  const covered = instruments.map((row) =>
    productOf(sumEnergy('I', [row], { keys: [row.key] }), instrumentIntensity(row)),
  );
  const rest = supplies.flatMap((supply): Expression[] => {
    if (supply.residual === null) return [];
    const { place } = supply;
    const used = sumEnergy('E', supply.uses, selectionOf(context, 'electricity-use', { geography: place }));
    const own = selectionOf(context, 'instrument', { geography: place });
    const left =
      supply.instruments.length === 0 ? used : differenceOf(used, sumEnergy('I', supply.instruments, own));
    return [productOf(left, intensity('RF', supply.residual))];
  });
  return {
    key: 'scope2/market',
    ...describe(uses),
    ...describeGases(residuals, instruments),
    expression: sumOf([covered, rest].filter((parts) => parts.length > 0).map(sumOf)),
  };
}

/** The share of consumption that certificates cover, in per cent. */
function draftCoverage(
  uses: readonly RowOf<'electricity-use'>[],
  instruments: readonly RowOf<'instrument'>[],
  context: MethodContext,
): Draft[] {
  if (sumRows(uses, ENERGY).isZero()) return [];
  const used = sumEnergy('E', uses, selectionOf(context, 'electricity-use', {}));
  const covered = sumEnergy('I', instruments, selectionOf(context, 'instrument', {}));
  return [
    {
      key: 'scope2/coverage',
      ...describe(uses),
      unit: '%',
      gases: [],
      gwpSet: null,
      expression: quotientOf(productOf(constant('100', HUNDRED, ONE), covered), used),
    },
  ];
}

function balanceSupply(
  place: string,
  uses: Supply['uses'],
  instruments: Supply['instruments'],
  grid: string,
  context: MethodContext,
): Supply {
  for (const row of [...uses, ...instruments]) checkUnit(row, ENERGY, null);
  const used = sumRows(uses, ENERGY);
  const covered = sumRows(instruments, ENERGY);
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
  return { place, uses, instruments, residual };
}

/** Returns the members of a figure that depend only on the uses, not on the factors. */
function describe(
  uses: readonly RowOf<'electricity-use'>[],
): Pick<Draft, 'method' | 'scope' | 'categories' | 'geographies'> {
  return { method: 'scope2@2', scope: 2, ...describeUses(uses) };
}

function sumEnergy(
  symbol: string,
  rows: readonly RowOf<'electricity-use' | 'instrument'>[],
  selection: Selection,
): Expression {
  return sumOfRows(symbol, rows, { to: ENERGY, substance: null, selection });
}
