import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import {
  differenceOf,
  NOTHING,
  productOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { selectConstant } from '../../figures/constant.ts';
import type { Row } from '../../rows/row.ts';
import { noteTiers } from '../plant/rule-set.ts';
import type { FigureKind } from '../method.ts';
import { periodOf } from './years.ts';

export const METHOD = 'nature@1';
export const GUIDELINES = '2006 IPCC Guidelines, volume 4';

/** Where the carbon of land is. */
export type LandPool = 'biomass' | 'dead-wood' | 'litter' | 'soil';
/** Peat that was extracted is no longer in the land, and not yet in the air. */
export type Pool = LandPool | 'peat';

/** A change of the carbon of one pool in a year. It is an emission or a removal by its sign: nothing else is added to it before. */
export interface Change {
  readonly place: string;
  /** A class of land, or a conversion such as `forest-to-cropland`. */
  readonly land: string;
  readonly pool: Pool;
  readonly year: number;
  /** The carbon that is given off, in tonnes; below 0 it is taken up. */
  readonly carbon: Expression;
  /** The equation of the guidelines, such as `2.25`, or the name of another text. */
  readonly equation: string;
  readonly geography: string;
  readonly tiers: readonly (number | undefined)[];
  /** The first row that it is computed from. */
  readonly by: Row;
  readonly warnings?: Draft['warnings'];
}

const LINE = 'nature/{place}/{land}/{pool}';
export const CHANGE_FIGURES: readonly FigureKind[] = [
  {
    key: `${LINE}/emission/{year}`,
    unit: 't{CO2}',
    meaning:
      'CO2 that a pool of carbon gives off: of a class of land, or of land that was converted, such as forest-to-cropland. What other land takes up is not taken off.',
  },
  {
    key: `${LINE}/removal/{year}`,
    unit: 't{CO2}',
    meaning: 'CO2 that it takes up, below 0: a line of its own.',
  },
  {
    key: `${LINE}/change/{year}`,
    unit: 't{C}',
    meaning: 'By how much the carbon of the pool grows: emission and removal together, as carbon.',
  },
];

/** The lines of pools, each ascending by what it is about; `changes` are emissions and removals of a pool together, as carbon. */
export interface Lines {
  readonly emissions: readonly Draft[];
  readonly removals: readonly Draft[];
  readonly changes: readonly Draft[];
}

/** Returns all lines. */
export function allLines({ emissions, removals, changes }: Lines): Draft[] {
  return [...emissions, ...removals, ...changes];
}

/** Returns the lines of emissions and removals of all pools, year by year, and how their carbon changes. */
export function draftChanges(all: readonly Change[], context: MethodContext): Lines {
  const exact = new ExactEvaluator();
  const isRemoval = ({ carbon }: Change): boolean => exact.evaluate(carbon).isNegative();
  const lines: Record<keyof Lines, Draft[]> = { emissions: [], removals: [], changes: [] };
  const groups = Map.groupBy(all, ({ place, land, pool, year }) => `nature/${place}/${land}/${pool} ${year}`);
  for (const [name, every] of groups) {
    // What changes by nothing is part of a line only where nothing else is.
    const changed = every.filter(({ carbon }) => !exact.evaluate(carbon).isZero());
    const own = changed.length > 0 ? changed : every;
    const [key = '', year = ''] = name.split(' ');
    const emission = draftLine(
      `${key}/emission/${year}`,
      own.filter((change) => !isRemoval(change)),
      context,
    );
    const removal = draftLine(`${key}/removal/${year}`, own.filter(isRemoval), context);
    const ratio = selectConstant('CO2/C', timeOf(own[0]!), context);
    const sum = sumOf([
      ...emission.map((line) => valueOf('E', line)),
      ...removal.map((line) => valueOf('R', line)),
    ]);
    lines.emissions.push(...emission);
    lines.removals.push(...removal);
    lines.changes.push({
      ...describe(own),
      key: `${key}/change/${year}`,
      unit: 't{C}',
      gases: [],
      expression: quotientOf(differenceOf(NOTHING, sum), ratio),
    });
  }
  return lines;
}

function draftLine(key: string, own: readonly Change[], context: MethodContext): Draft[] {
  if (own.length === 0) return [];
  const ratio = selectConstant('CO2/C', timeOf(own[0]!), context);
  const warnings = own.flatMap((change) => change.warnings ?? []);
  const expression = productOf(sumOf(own.map(({ carbon }) => carbon)), ratio);
  return [{ ...describe(own), key, unit: 't{CO2}', gases: ['CO2'], expression, warnings }];
}

/** Returns the row of a change, as of the year of the change. */
function timeOf({ by, year }: Change): Row {
  return { ...by, ...periodOf(year) };
}

/** Returns the name of the guidelines with equations, such as `…, equations 2.9, 2.10`, and of other texts. */
export function cite(equations: readonly string[]): string {
  const all = distinctTexts(equations.flatMap((each) => each.split(', ')));
  const numbers = all.filter((each) => EQUATION.test(each));
  const word = numbers.length === 1 ? 'equation' : 'equations';
  const own = numbers.length === 0 ? [] : [`${GUIDELINES}, ${word} ${numbers.join(', ')}`];
  return [...own, ...all.filter((each) => !EQUATION.test(each))].join('; ');
}

const EQUATION = /^\d+\.\d+$/;

/** Returns what a figure about changes has in common with others. */
function describe(own: readonly Change[]): Omit<Draft, 'key' | 'unit' | 'gases' | 'expression'> {
  return {
    method: METHOD,
    scope: null,
    categories: [],
    gwpSet: null,
    geographies: distinctTexts(own.map(({ geography }) => geography)),
    rules: cite(own.map(({ equation }) => equation)),
    ...noteTiers(own.flatMap(({ tiers }) => tiers)),
    period: periodOf(own[0]!.year),
  };
}
