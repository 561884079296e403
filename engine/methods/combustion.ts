import type * as z from 'zod';
import type { Warning } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import { describeUses } from '../figures/terms.ts';
import { selectActivities } from '../rows/activity.ts';
import type { RowOf } from '../rows/row.ts';
import { linesOf, type Line } from './combustion-lines.ts';
import { shapesOf, warnOfBasis } from './fuel.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import { classify, sumClasses, warnOfGap, type ClassedUses, type UseClass } from './use-class.ts';

type Use = RowOf<'fuel-use'>;

const parameters = commonParameters.extend({
  gwpSet: gwpSet
    .optional()
    .describe('The GWP set of factors in CO2e. It is needed only where such factors are used.'),
});
type Parameters = z.output<typeof parameters>;

/**
 * Fuel combustion by AD × NCV × EF × OF, in tonnes of each gas, or of CO2e where factors are in CO2e. Biogenic CO2 is outside the
 * scopes.
 */
export const combustion: Method<Parameters> = {
  id: 'combustion',
  version: 2,
  title:
    'Combustion of fuels, by the IPCC formula, by factors per litre, kilogram or kilowatt-hour, or by carbon content',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2, equation 2.1, with calorific values and carbon contents of chapter 1, tables 1.2 and 1.3; GHG Protocol Corporate Standard (2004), chapter 9 (biogenic CO2 reported separately)',
  reads: [
    'fuel-use',
    'net-calorific-value',
    'gross-calorific-value',
    'calorific-ratio',
    'density',
    'emission-factor',
    'carbon-content',
    'oxidation',
  ],
  parameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/{gas}',
      unit: 't{gas}',
      meaning:
        'Mass of a gas from burning a fuel: AD × NCV × EF × OF; or mass of CO2e, where the factors are in CO2e. OF only for CO2 by factors per energy; properties of the fuel only where the factor is not per unit of AD.',
    },
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
  ],
  traps: [
    'Energies and factors per energy are on the net or on the gross calorific value, which differ by 5 to 10 %. State detail.calorific; they are converted by a calorific-ratio. An energy without a basis counts as net, with a warning.',
    'Of several factors of one gas, the one counts that needs the fewest conversions: per litre for litres, per kilowatt-hour for kilowatt-hours.',
    'Biogenic CO2 is not part of scope 1 and is shown separately. CH4 and N2O are part of scope 1 for every origin.',
    'A use needs a factor of fossil CO2 unless its detail.origin is biogenic or land-use. Biogenic factors add lines and replace none.',
    'Factors in CO2e and factors of single gases of the same fuel are refused, if they count a gas twice. Carbon content gives the CO2 only where no emission factor does.',
    'Well-to-tank factors describe the supply of the fuel, not its combustion. They are ignored.',
    "IPCC's default CO2 factors assume full oxidation. An oxidation above 1 is an error. Oxidation does not change CH4, N2O, CO2e and factors per mass or volume.",
  ],
  compute: computeCombustion,
};

function computeCombustion(context: MethodContext, { gwpSet: set }: Pick<Parameters, 'gwpSet'>): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts(uses.keys()).flatMap((fuel) => draftFuel(fuel, uses.get(fuel)!, set, context));
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
  fuel: string,
  all: readonly Use[],
  set: string | undefined,
  context: MethodContext,
): Draft[] {
  const classes = classify(all, ['geography', 'origin']).map((own): Lined => {
    return { ...own, lines: linesOf(own.uses[0]!, set, context) };
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
  return [...figures].map(([key, figure]) => draftFigure(key, figure, { classed, classes, set, context }));
}

interface About {
  readonly classed: ClassedUses<Use>;
  readonly classes: readonly Lined[];
  readonly set: string | undefined;
  readonly context: MethodContext;
}

function draftFigure(
  key: string,
  { line, bySource }: Figured,
  { classed, classes, set, context }: About,
): Draft {
  const sources = [...bySource.values()];
  const counted = sources.flatMap((source) => source.classes);
  const uses = counted.length === classed.classes.length ? classed.all : counted.flatMap((own) => own.uses);
  const parts = sources.map(({ line: { terms, formula }, classes: own }) => ({
    classes: own,
    shapeOf: shapesOf(terms, formula, context),
  }));
  return {
    key,
    unit: `t{${line.gas}}`,
    method: 'combustion@2',
    scope: line.prefix === 'scope1' ? 1 : null,
    gases: distinctTexts(sources.flatMap((source) => source.line.gases)),
    gwpSet: line.gas === 'CO2e' ? set! : null,
    ...describeUses(uses),
    warnings: [...warnOfBasis(uses), ...counted.flatMap((own) => warnOfGaps(own, line, classes))],
    expression: sumClasses(classed, parts, context),
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
