import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses } from '../../figures/terms.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { RowOf } from '../../rows/row.ts';
import { shapesOf, warnOfBasis, type FuelFormula, type FuelTerm } from './fuel.ts';
import type { FigureKind } from '../method.ts';
import { classify, sumClasses, warnOfGap, type ClassedUses, type UseClass } from '../use-class.ts';

type Use = RowOf<'fuel-use'>;

/** The rows that every method about burned fuels reads, besides its factors. */
export const FUEL_ROWS = [
  'fuel-use',
  'net-calorific-value',
  'gross-calorific-value',
  'calorific-ratio',
  'density',
  'oxidation',
  'biomass-fraction',
  'conversion-factor',
] as const;

/** The figures of CO2 that is not fossil. */
export const CO2_FIGURES: readonly FigureKind[] = [
  {
    key: 'biogenic/combustion/{fuel}/CO2',
    unit: 't{CO2}',
    meaning: 'CO2 of biogenic origin from burning a fuel. It is not part of any scope or total.',
  },
  {
    key: 'land-use/combustion/{fuel}/CO2',
    unit: 't{CO2}',
    meaning: 'The same for uses whose origin is land-use. It is not part of any scope or total.',
  },
];

/** A line of the figures of a fuel: where it is reported, and by which factors. */
export interface Line {
  readonly prefix: 'scope1' | 'biogenic' | 'land-use';
  readonly gas: 'CO2' | 'CH4' | 'N2O' | 'CO2e';
  /** The gases that it covers; those that the factors sum where `gas` is CO2e. */
  readonly gases: readonly string[];
  /** Names the factors: lines of the same fuel with the same name take the same terms. */
  readonly source: string;
  readonly terms: readonly FuelTerm[];
  readonly formula: FuelFormula;
}

/** The method of figures, and the GWP set of those in CO2e. */
interface FiguresBy {
  readonly method: string;
  readonly gwpSet?: string | undefined;
}

/**
 * Returns the figures of all burned fuels. `linesOf` gives the lines to which a use adds; it is asked once for each fuel, place and
 * origin.
 */
export function draftFuels(
  linesOf: (use: Use) => readonly Line[],
  by: FiguresBy,
  context: MethodContext,
): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts(uses.keys()).flatMap((fuel) => draftFuel(uses.get(fuel)!, linesOf, by, context));
}

/** Uses of one place and origin, and the lines to which they add. */
interface Lined extends UseClass<Use> {
  readonly lines: readonly Line[];
}

/** The uses that add to one figure: by the factors that they take. */
interface Figured {
  readonly line: Line;
  readonly bySource: Map<string, { readonly line: Line; readonly classes: Lined[] }>;
}

function draftFuel(
  all: readonly Use[],
  linesOf: (use: Use) => readonly Line[],
  by: FiguresBy,
  context: MethodContext,
): Draft[] {
  const { fuel } = all[0]!.detail;
  const classes = classify(all, ['geography', 'origin']).map((own): Lined => {
    return { ...own, lines: linesOf(own.uses[0]!) };
  });
  const figures = new Map<string, Figured>();
  for (const own of classes)
    for (const line of own.lines) {
      const key = `${line.prefix}/combustion/${fuel}/${line.gas}`;
      const figure: Figured = figures.get(key) ?? { line, bySource: new Map() };
      figures.set(key, figure);
      const source = figure.bySource.get(line.source) ?? { line, classes: [] };
      figure.bySource.set(line.source, source);
      source.classes.push(own);
    }
  const classed = { type: 'fuel-use', where: { fuel }, all, classes } as const;
  return [...figures].map(([key, figure]) => draftFigure(key, figure, { classed, classes, by, context }));
}

interface About {
  readonly classed: ClassedUses<Use>;
  readonly classes: readonly Lined[];
  readonly by: FiguresBy;
  readonly context: MethodContext;
}

function draftFigure(
  key: string,
  { line, bySource }: Figured,
  { classed, classes, by, context }: About,
): Draft {
  const sources = [...bySource.values()];
  const counted = sources.flatMap((source) => source.classes);
  const uses = counted.length === classed.classes.length ? classed.all : counted.flatMap((own) => own.uses);
  const noted = new Map<string, Warning>();
  const parts = sources.map(({ line: { terms, formula }, classes: own }) => ({
    classes: own,
    shapeOf: shapesOf(terms, formula, { context, noted }),
  }));
  const expression = sumClasses(classed, parts, context);
  return {
    key,
    unit: `t{${line.gas}}`,
    method: by.method,
    scope: line.prefix === 'scope1' ? 1 : null,
    gases: distinctTexts(sources.flatMap((source) => source.line.gases)),
    gwpSet: line.gas === 'CO2e' ? by.gwpSet! : null,
    ...describeUses(uses),
    warnings: [
      ...warnOfBasis(uses),
      ...counted.flatMap((own) => warnOfGaps(own, line, classes)),
      ...noted.values(),
    ],
    expression,
  };
}

/** Warns, in the figure of their CO2, of uses without a factor of a gas that other uses of the fuel have factors of. */
function warnOfGaps(own: Lined, line: Line, classes: readonly Lined[]): Warning[] {
  if (!line.gases.includes('CO2')) return [];
  const gasesOf = ({ lines }: Lined): readonly string[] => lines.flatMap(({ gases }) => gases);
  const missing = ['CH4', 'N2O'].filter((gas) => classes.some((other) => gasesOf(other).includes(gas)));
  return missing
    .filter((gas) => !gasesOf(own).includes(gas))
    .map((gas) => warnOfGap(own.uses[0]!, gas, own.uses[0]!.detail.fuel));
}
