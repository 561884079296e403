import type * as z from 'zod';
import { liesOutside, selectActivities } from '../rows/activity.ts';
import { HUNDRED, ONE } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { sumRows } from '../figures/exact.ts';
import type { Draft } from '../figures/draft.ts';
import { checkUnit, constant, productOf, quotientOf, sumOf, valueOf } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { rowOfPart } from '../figures/total.ts';
import { describeUses, Shapes, sumTerms } from '../figures/terms.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { Method } from './method.ts';
import { commonParameters, entities, grids } from './parameters.ts';
import type { Row, RowOf } from '../rows/row.ts';
import { describeGases, intensity } from './electricity-factor.ts';
import { Grids, type ChosenGrids, type GridFactor } from './grid.ts';
import { draftHeat, type Basis } from './heat.ts';
import { claimInstruments } from './instruments/claims.ts';
import {
  checkInstruments,
  instrumentIntensity,
  isForAny,
  type Instrument,
} from './instruments/instrument.ts';
import {
  balanceMarkets,
  cellsOf,
  groupCells,
  instrumentsOf,
  sumByKeys,
  sumEnergy,
  sumInstruments,
  weighLeft,
  type Cell,
} from './market.ts';

const parameters = commonParameters.extend({ grids, entities });
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'electricity-use'>;

const ENERGY = parseUnit('MW.h');

/** Purchased electricity, heat, steam and cooling, location-based and market-based, in tonnes of the gas of the factors. */
export const scope2: Method<Parameters> = {
  id: 'scope2',
  version: 2,
  title: 'Purchased electricity, heat, steam and cooling, location-based and market-based',
  standard:
    'GHG Protocol Scope 2 Guidance (2015), chapters 4 (definitions), 6 (calculation, tables 6.2 and 6.3) and 7 (quality criteria of instruments, table 7.1), appendix A (steam, heat and cooling)',
  reads: [
    'electricity-use',
    'instrument',
    'grid-factor',
    'grid-place',
    'market-boundary',
    'heat-use',
    'heat-factor',
  ],
  parameters,
  figures: [
    {
      key: 'scope2/location',
      unit: 't{gas}',
      meaning: 'Purchased energy × the average factor of the grid, or of the heat of the place.',
    },
    {
      key: 'scope2/market',
      unit: 't{gas}',
      meaning:
        'Electricity covered by instruments × their factors, the rest × the residual mix, and heat × the factor of its supplier.',
    },
    {
      key: 'scope2/location/{carrier}',
      unit: 't{gas}',
      meaning: 'The part of electricity, heat, steam or cooling, where several were bought.',
    },
    {
      key: 'scope2/market/{carrier}',
      unit: 't{gas}',
      meaning: 'The same part of the market-based figure.',
    },
    { key: 'scope2/coverage', unit: '%', meaning: 'The share of electricity that instruments cover.' },
  ],
  traps: [
    'Electricity that instruments do not cover counts with the residual mix. The average mix would include what others have bought. Where no residual mix is published, parameters.grids.withoutResidual: average declares the average instead, with a warning.',
    'A certificate or contract covers use in its place and the parts of it, and in the market that a market-boundary row draws around it: in proportion to the use there. A tariff covers use in its own place.',
    'More instruments than use that they can cover is an error: they cannot cover anything else.',
    'The vintage of an instrument must overlap the period of its row, or lie within the months that the market-boundary row of its market allows. An offset is not a certificate.',
    'Each megawatt-hour counts once. Serial numbers that two rows hold in one registry count in one of them, with a warning that names both and the amount. A contract or tariff whose certificates are rows adds nothing: certificates name it in detail.contract.',
    'A certificate must state its retirement: when, by whom, for whom, in which registry, and its serial numbers. It counts only where it was retired for an organisation in parameters.entities; else a warning says that it covers nothing. The day of retirement must not be before the vintage. Whether it is in the future no run can tell, because an engine has no clock.',
    'The grid of a place is that of its row of use, else of a grid-place row, else of the parameters. A factor of another region is never taken.',
    'Chinese grid factors cover CO2 alone. The figure is then in t{CO2}, not in t{CO2e}. Parts in both are an error.',
  ],
  leavesOut: leaveOutInstrument,
  compute: computeScope2,
};

/** Why an instrument of the period does not count: null where it does. */
export function leaveOutInstrument(
  row: Row,
  { entities: named, period }: Pick<Parameters, 'entities' | 'period'>,
): 'retired-for-others' | null {
  const isOut = isInstrument(row) && !liesOutside(row, period) && !isForAny(row, named);
  return isOut ? 'retired-for-others' : null;
}

function isInstrument(row: Row): row is Instrument {
  return row.detail.row === 'instrument';
}

function computeScope2(
  context: MethodContext,
  { grids: chosen, entities: named }: Pick<Parameters, 'grids' | 'entities'>,
): Draft[] {
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  const all = selectActivities(context.rows, 'instrument', context.period);
  checkInstruments(all, context.period);
  const { counted, parts, uncounted, warnings } = claimInstruments(all, named);
  const claiming = { ...context, parts };
  const location = draftLocation(chosen, context);
  const electricity = draftMarket(uses, counted, chosen, claiming).map((draft) => ({
    ...draft,
    documents: [...draft.documents, ...uncounted],
    warnings: [...draft.warnings, ...warnings],
  }));
  return [
    ...location,
    ...totalOfCarriers('market', electricity, context),
    ...draftCoverage(uses, counted, claiming).map((draft) => ({ ...draft, warnings })),
  ];
}

/**
 * Returns the location-based figure of all purchased energy, and of each carrier where there are several. `prefix` begins their keys,
 * such as `by-facility/north/`.
 */
export function draftLocation(chosen: ChosenGrids, context: MethodContext, prefix = ''): Draft[] {
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  return totalOfCarriers('location', draftAverage(uses, chosen, context), context, prefix);
}

/** Electricity × the average factor of its grid. */
function draftAverage(uses: readonly Use[], chosen: ChosenGrids, context: MethodContext): Draft[] {
  if (uses.length === 0) return [];
  const located = new Grids(context, chosen);
  const shapes = new Shapes();
  const factors = new Set<GridFactor>();
  const expression = sumTerms(uses, selectionOf(context, 'electricity-use', {}), (use) => {
    const { geography: place, grid } = use.detail;
    const factor = located.selectAverage({ place, grid }, use, use);
    factors.add(factor);
    return shapes.of([factor], () => ({
      symbol: 'E',
      to: ENERGY,
      substance: null,
      factors: [intensity('EF', factor)],
    }));
  });
  const { documents } = located;
  return [
    {
      key: 'scope2/location/electricity',
      ...describe(uses),
      ...describeGases([...factors], []),
      expression,
      documents,
    },
  ];
}

/** What instruments cover counts with their factors; the rest with the residual mix. */
function draftMarket(
  uses: readonly Use[],
  instruments: readonly Instrument[],
  chosen: ChosenGrids,
  context: MethodContext,
): (Draft & Required<Pick<Draft, 'documents' | 'warnings'>>)[] {
  for (const row of [...uses, ...instruments]) checkUnit(row, ENERGY, null);
  const { parts, boundaries } = balanceMarkets(groupCells(uses, context), instruments, context);
  if (uses.length === 0) return [];
  const residuals = new Residuals(chosen, context);
  const rest = parts.flatMap((part) => weighLeft(part, context, residuals.of)?.emissions ?? []);
  const inOrder = parts.flatMap(instrumentsOf).length === 0 ? [] : instruments;
  const covered = inOrder.map((row) => productOf(sumByKeys([row], context), instrumentIntensity(row)));
  return [
    {
      key: 'scope2/market/electricity',
      ...describe(parts.flatMap(cellsOf).flatMap((cell) => cell.uses)),
      ...describeGases(residuals.factors, inOrder),
      expression: sumOf([covered, rest].filter((terms) => terms.length > 0).map(sumOf)),
      documents: [...boundaries, ...residuals.documents],
      warnings: residuals.warnings,
    },
  ];
}

/** Finds residual mixes, or the declared average where there is none. */
class Residuals {
  readonly #chosen: ChosenGrids;
  readonly #context: MethodContext;
  readonly #located: Grids;
  readonly #factors = new Set<GridFactor>();
  readonly #warnings = new Map<string, Warning>();

  constructor(chosen: ChosenGrids, context: MethodContext) {
    this.#chosen = chosen;
    this.#context = context;
    this.#located = new Grids(context, chosen);
  }

  get factors(): GridFactor[] {
    return [...this.#factors];
  }

  get documents(): RowOf<'grid-place'>[] {
    return this.#located.documents;
  }

  get warnings(): Warning[] {
    return [...this.#warnings.values()];
  }

  /** Returns the residual mix of a cell. @throws EngineError as `selectResidual` */
  readonly of = (cell: Cell): GridFactor => {
    const factor = this.#find(cell);
    this.#factors.add(factor);
    return factor;
  };

  #find(cell: Cell): GridFactor {
    const by = cell.uses[0]!;
    try {
      return this.#located.selectResidual(cell, this.#context.period, by);
    } catch (error) {
      const isMissing = error instanceof EngineError && MISSING.has(error.code);
      if (!isMissing || this.#chosen.withoutResidual === 'refuse') throw error;
    }
    const average = this.#located.selectAverage(cell, this.#context.period, by, 'average');
    const { record, key } = average.row;
    const message = `${key}, the average mix, stands in for the residual mix of ${cell.place}, which is not given (Scope 2 Guidance, table 6.3)`;
    this.#warnings.set(message, { code: 'no-residual-mix', message, row: { record, key } });
    return average;
  }
}

const MISSING: ReadonlySet<string> = new Set(['missing-factor', 'factor-out-of-time']);

/** The share of electricity that instruments cover, in per cent. */
function draftCoverage(
  uses: readonly Use[],
  instruments: readonly Instrument[],
  context: MethodContext,
): Draft[] {
  if (sumRows(uses, ENERGY).isZero()) return [];
  return [
    {
      key: 'scope2/coverage',
      ...describe(uses),
      unit: '%',
      gases: [],
      gwpSet: null,
      expression: quotientOf(
        productOf(constant('100', HUNDRED, ONE), sumInstruments(instruments, {}, context)),
        sumEnergy('E', uses, {}, 'electricity-use', context),
      ),
    },
  ];
}

/**
 * Returns the figure of all carriers, and those of each where there are several. One carrier alone is the whole figure.
 * @throws EngineError `mixed-gases`, `mixed-gwp-sets` where parts are in CO2 and in CO2e, or under several GWP sets
 */
function totalOfCarriers(
  basis: Basis,
  electricity: readonly Draft[],
  context: MethodContext,
  prefix = '',
): Draft[] {
  const parts = [...electricity, ...draftHeat(basis, context)].map((part) => ({
    ...part,
    key: `${prefix}${part.key}`,
  }));
  const [first] = parts;
  const key = `${prefix}scope2/${basis}`;
  if (first === undefined) return [];
  if (parts.length === 1) return [{ ...first, key }];
  for (const part of parts) refuseOther(part, first);
  return [
    {
      key,
      method: 'scope2@2',
      scope: 2,
      unit: first.unit,
      categories: distinctTexts(parts.flatMap(({ categories }) => categories)),
      gases: distinctTexts(parts.flatMap(({ gases }) => gases)),
      gwpSet: first.gwpSet,
      geographies: distinctTexts(parts.flatMap(({ geographies }) => geographies)),
      covers: parts.map(({ key: part, unit, gases }) => ({ key: part, unit, gases })),
      expression: sumOf(parts.map((part) => valueOf('part', part))),
    },
    ...parts,
  ];
}

function refuseOther(part: Draft, first: Draft): void {
  if (part.unit !== first.unit) {
    const text = `${part.key} is in ${part.unit}, ${first.key} in ${first.unit}: both must be of one gas, or of CO2e`;
    throw new EngineError('mixed-gases', text, part.unit, placeOf(rowOfPart(part), 'unit'));
  }
  if (part.gwpSet === first.gwpSet) return;
  const text = `${part.key} has GWP set ${part.gwpSet ?? 'none'}, ${first.key} has ${first.gwpSet ?? 'none'}: both must have the same`;
  throw new EngineError('mixed-gwp-sets', text, part.gwpSet, placeOf(rowOfPart(part), 'detail.gwpSet'));
}

/** Returns the members of a figure that depend only on the uses, not on the factors. */
function describe(uses: readonly Use[]): Pick<Draft, 'method' | 'scope' | 'categories' | 'geographies'> {
  return { method: 'scope2@2', scope: 2, ...describeUses(uses) };
}
