import type * as z from 'zod';
import { liesOutside, selectActivities } from '../../rows/activity.ts';
import { HUNDRED, ONE } from '../../quantities/decimal.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { GasUses } from '../../factors/gas-set.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  checkUnit,
  constant,
  NOTHING,
  productOf,
  quotientOf,
  sumOf,
  valueOf,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rewriteDrafts } from '../../figures/rewrite.ts';
import { coverParts, rowOfPart } from '../../figures/total.ts';
import { describeUses } from '../../figures/terms.ts';
import type { Method } from '../method.ts';
import { commonParameters, entities, grids, gwpSet } from '../parameters.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { describeGases } from './factor.ts';
import { ENERGY, shapesOfEnergy } from './energy.ts';
import { draftByGas, placeClasses, type GasFigures, type PlacedClass } from '../gas-figures.ts';
import { Grids, type ChosenGrids, type GridFactor } from './grid.ts';
import { draftHeat, type Basis } from './heat.ts';
import { claimInstruments } from './instruments/claims.ts';
import {
  checkInstruments,
  gasOfInstrument,
  instrumentIntensity,
  isForAny,
  type Instrument,
} from './instruments/instrument.ts';
import {
  balanceMarkets,
  cellsOf,
  groupCells,
  instrumentsOf,
  leftCellsOf,
  selectByPeriod,
  sumByKeys,
  sumEnergy,
  sumInstruments,
  sumWeighed,
  weighLeft,
  type Cell,
} from './market.ts';
import { Residuals } from './residual-mix.ts';
import { classify, sumClasses } from '../use-class.ts';

const parameters = commonParameters.extend({
  grids,
  entities,
  gwpSet: gwpSet
    .optional()
    .describe('By which set gases become CO2e, where factors are given for single gases.'),
});
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'electricity-use'>;

/** Purchased electricity, heat, steam and cooling, location-based and market-based, in tonnes of the gas of the factors. */
export const scope2: Method<Parameters> = {
  id: 'scope2',
  version: 2,
  title: 'Purchased electricity, heat, steam and cooling, location-based and market-based',
  standard:
    'GHG Protocol Scope 2 Guidance (2015), chapters 4 (accounting methods), 6 (calculation, tables 6.2 and 6.3) and 7 (requirements, with the quality criteria of instruments in table 7.1), appendix A (steam, heat and cooling). Its contents were read; its tables are quoted by others',
  reads: [
    'electricity-use',
    'instrument',
    'grid-factor',
    'grid-place',
    'market-boundary',
    'heat-use',
    'heat-factor',
    'conversion-factor',
    'gwp',
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
    ...['location', 'market'].map((basis) => ({
      key: `scope2/${basis}/{carrier}/{gas}`,
      unit: 't{gas}',
      meaning:
        'One gas of electricity, heat, steam or cooling, where factors are given gas by gas; CO2e: what is given in CO2e. Part of the figure of the carrier.',
    })),
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
    'A factor holds for the period of the row of use, not of the run: the months of a fiscal year take the factors and residual mixes of their calendar years.',
    'Factors are in CO2e, or one for each gas, as eGRID gives them: then the figure is the sum of its gases by parameters.gwpSet. A place with both is an error. A gas that the factors of other places have, and those of one lack, gives a warning.',
    'A conversion factor of a use of electricity is a ratio, such as a loss, and what instruments cover is measured after it. Steam can be metered as a mass: then its heat per mass is a conversion factor.',
    'Chinese grid factors cover CO2 alone. The figure is then in t{CO2}, not in t{CO2e}. Parts in both are an error.',
  ],
  leavesOut: (chosen) => (row) => leaveOutInstrument(row, chosen),
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
  chosen: LocationRules & Pick<Parameters, 'entities'>,
): Draft[] {
  const { entities: named } = chosen;
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  const all = selectActivities(context.rows, 'instrument', context.period);
  checkInstruments(all, context.period);
  const { counted, parts, uncounted, warnings } = claimInstruments(all, named);
  const claiming = { ...context, parts };
  const location = draftLocation(chosen, context);
  const electricity = draftMarket(uses, counted, chosen, claiming).map(({ figure, gases }) => ({
    figure: {
      ...figure,
      documents: [...(figure.documents ?? []), ...uncounted],
      warnings: [...(figure.warnings ?? []), ...warnings],
    },
    gases,
  }));
  return [
    ...location,
    ...totalOfCarriers('market', electricity, chosen, context),
    ...draftCoverage(uses, counted, claiming).map((draft) => ({ ...draft, warnings })),
  ];
}

/** What the figures of purchased energy depend on besides the rows. */
interface LocationRules {
  readonly grids: ChosenGrids;
  readonly gwpSet?: string | undefined;
}

/**
 * Returns the location-based figure of all purchased energy, and of each carrier where there are several. `prefix` begins their keys,
 * such as `by-facility/north/`.
 */
export function draftLocation(rules: LocationRules, context: MethodContext, prefix = ''): Draft[] {
  const uses = selectActivities(context.rows, 'electricity-use', context.period);
  const drafts = totalOfCarriers('location', draftAverage(uses, rules, context), rules, context);
  return prefix === '' ? drafts : rewriteDrafts(drafts, { key: (key) => `${prefix}${key}` });
}

/** Electricity × the average factor of its grid. */
function draftAverage(
  uses: readonly Use[],
  { grids: chosen, gwpSet: set }: LocationRules,
  context: MethodContext,
): GasFigures[] {
  if (uses.length === 0) return [];
  const located = new Grids(context, chosen);
  const classes = hasSeveralGases(context) ? classify(uses, ['geography', 'grid']) : [{ uses, where: {} }];
  const classed = { type: 'electricity-use' as const, where: {}, all: uses, classes };
  const places = placeClasses(classes, (first) => {
    const { geography: place, grid } = first.detail;
    return located.listAverage({ place, grid }, first);
  });
  const isOne = new Set(places.flatMap(({ gases }) => gases)).size === 1;
  const draftGas = (gas: string, key: string, having: readonly PlacedClass<Use>[]): Draft => {
    const factors = new Set<GridFactor>();
    const factorOf = (use: Use): GridFactor => {
      const { geography: place, grid } = use.detail;
      const factor = located.selectAverage({ place, grid }, use, use, isOne ? undefined : gas);
      factors.add(factor);
      return factor;
    };
    const shapeOf = shapesOfEnergy(context, { symbol: 'EF', factorOf });
    const part = { classes: having.map(({ own }) => own), shapeOf };
    const expression = sumClasses(classed, [part], context);
    const used = having.length === classes.length ? uses : having.flatMap(({ own }) => own.uses);
    const { documents } = located;
    return { key, ...describe(used), ...describeGases([...factors], []), expression, documents };
  };
  const asked = { key: 'scope2/location/electricity', method: 'scope2@2', scope: 2, gwpSet: set };
  return [draftByGas({ ...asked, subject: 'electricity', places, draftGas }, context)];
}

/** Whether the inputs have factors of grids in several gases. Else all uses are computed alike. */
function hasSeveralGases({ rows }: MethodContext): boolean {
  return new Set(rowsOfType(rows, 'grid-factor').map(({ unit }) => unit.substance)).size > 1;
}

/** What instruments cover counts with their factors; the rest with the residual mix. */
function draftMarket(
  uses: readonly Use[],
  instruments: readonly Instrument[],
  { grids: chosen, gwpSet: set }: LocationRules,
  context: MethodContext,
): GasFigures[] {
  for (const row of [...uses, ...instruments]) checkUnit(row, ENERGY, null);
  const { parts, boundaries } = balanceMarkets(groupCells(uses, context), instruments, context);
  if (uses.length === 0) return [];
  const residuals = new Residuals(chosen, context);
  const inOrder = parts.flatMap(instrumentsOf).length === 0 ? [] : instruments;
  const places = [
    ...parts.flatMap(leftCellsOf).flatMap((cell) => listResiduals(cell, residuals)),
    ...inOrder.map((row) => ({ first: row, place: row.detail.geography, gases: [gasOfInstrument(row)] })),
  ];
  const draftGas = (gas: string, key: string): Draft => {
    const own = new Residuals(chosen, context);
    const rest = parts.flatMap((part) => weighLeft(part, context, (use) => own.select(use, gas)) ?? []);
    const covering = inOrder.filter((row) => gasOfInstrument(row) === gas);
    const covered = covering.map((row) => productOf(sumByKeys([row], context), instrumentIntensity(row)));
    const left = rest.map(({ emissions }) => emissions).filter((emissions) => emissions !== NOTHING);
    return {
      key,
      ...describe(parts.flatMap(cellsOf).flatMap((cell) => cell.uses)),
      ...describeGases(own.factors, covering),
      expression: sumOf([covered, left].filter((terms) => terms.length > 0).map(sumOf)),
      documents: [...boundaries, ...own.documents],
      warnings: own.warnings,
    };
  };
  const asked = { key: 'scope2/market/electricity', method: 'scope2@2', scope: 2, gwpSet: set };
  return [draftByGas({ ...asked, subject: 'electricity', places, draftGas }, context)];
}

/** Returns the gases of the residual mixes of a cell: for each period of its uses, but what is alike once. */
function listResiduals(cell: Cell, residuals: Residuals): GasUses[] {
  const found = new Map<string, GasUses>();
  const gasesOf = selectByPeriod(cell.uses, (use) => residuals.listGases(use));
  for (const use of cell.uses) {
    const gases = gasesOf(use);
    const name = gases.join(' ');
    if (!found.has(name)) found.set(name, { first: use, place: cell.place, gases });
  }
  return [...found.values()];
}

/** The share of electricity that instruments cover, in per cent. */
function draftCoverage(
  uses: readonly Use[],
  instruments: readonly Instrument[],
  context: MethodContext,
): Draft[] {
  if (sumWeighed(uses, context).isZero()) return [];
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
  electricity: readonly GasFigures[],
  { gwpSet: set }: LocationRules,
  context: MethodContext,
): Draft[] {
  const carriers = [...electricity, ...draftHeat({ basis, gwpSet: set }, context)];
  const parts = carriers.map(({ figure }) => figure);
  const gases = carriers.flatMap((carrier) => carrier.gases);
  const [first] = parts;
  const key = `scope2/${basis}`;
  if (first === undefined) return [];
  if (parts.length === 1) return [{ ...first, key }, ...gases];
  for (const part of parts) refuseOther(part, first);
  return [
    {
      key,
      method: 'scope2@2',
      scope: 2,
      unit: first.unit,
      gwpSet: first.gwpSet,
      ...coverParts(parts),
      expression: sumOf(parts.map((part) => valueOf('part', part))),
    },
    ...parts,
    ...gases,
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
