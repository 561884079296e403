import type * as z from 'zod';
import { selectActivities } from '../../rows/activity.ts';
import type { FactorOf } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { chainTo, partsOfChain, selectChain } from '../../figures/chain.ts';
import { factorOf, productOf, sumOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { selectGwp } from '../../factors/gwp.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { listComponents, nameRefrigerant, type Component } from './blend.ts';
import { finishLines, lineOf, type LinedDraft } from '../line.ts';
import { placementOf } from '../placement.ts';
import { classify, sumClasses, type UseClass } from '../use-class.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;

/** Refrigerant leaks: mass × GWP, in tonnes of CO2e for each gas. Gases of the Montreal Protocol are outside the scopes. */
export const refrigerant: Method<Parameters> = {
  id: 'refrigerant',
  version: 2,
  title: 'Leaks of refrigerants',
  standard:
    '2006 IPCC Guidelines, volume 3, chapter 7, section 7.5 (refrigeration and air conditioning); GHG Protocol Corporate Standard (2004), chapter 4 (operational boundaries). Of the first a citation was read, of the second the contents',
  reads: ['refrigerant-leak', 'blend-share', 'gwp', 'conversion-factor'],
  parameters,
  figures: [
    {
      key: 'scope1/refrigerant/{gas}',
      unit: 't{CO2e}',
      meaning:
        'Leaked mass of a gas × its potential, such as its 100-year global warming potential (GWP); of a blend: × the sum of share × GWP of its gases.',
    },
    {
      key: 'scope1/refrigerant/{gas}/{line}',
      unit: 't{CO2e}',
      meaning: 'The same for rows with detail.line, whose amount may be negative.',
    },
    {
      key: 'outside-scopes/refrigerant/{gas}',
      unit: 't{CO2e}',
      meaning: 'The same for a gas under the Montreal Protocol. It is not part of any scope or total.',
    },
    {
      key: 'outside-scopes/refrigerant/{gas}/{line}',
      unit: 't{CO2e}',
      meaning: 'The same for rows with detail.line, whose amount may be negative.',
    },
  ],
  traps: [
    'The IPCC reports give no GWP for blends. Rows blend-share give the gases of a blend by their shares of its mass, which add up to 1. A GWP of a blend itself counts only where no such rows exist.',
    'A gas has one name: R-22, HCFC-22 and CHClF2 are one gas, under the name HCFC-22.',
    'Gases under the Montreal Protocol (CFC, HCFC, halons) are reported outside the scopes, and are not part of any total.',
    'The GWP set (AR4, AR5, AR6) is a parameter: AR6 is that of 100 years, AR6/GWP20 that of 20 years, AR6/GTP100 that of temperature change. One figure never mixes two sets.',
    'A mass balance has negative rows, such as gas that was recovered or is in stock at the end: each states detail.line and has a figure of its own, and totals add it.',
  ],
  compute: computeRefrigerant,
};

type Leak = RowOf<'refrigerant-leak'>;

function computeRefrigerant(context: MethodContext, { gwpSet: set }: Pick<Parameters, 'gwpSet'>): Draft[] {
  const leaks = Map.groupBy(
    selectActivities(context.rows, 'refrigerant-leak', context.period),
    ({ detail }) => detail.gas,
  );
  const named = Map.groupBy(leaks.keys(), (stated) => nameRefrigerant(stated, context));
  return finishLines(
    distinctTexts(named.keys()).flatMap((name) => {
      const all = named.get(name)!.flatMap((stated) => leaks.get(stated)!);
      return draftRefrigerant(name, all, { set, context });
    }),
  );
}

interface Chosen {
  readonly set: string;
  readonly context: MethodContext;
}

/** Returns the figures of one refrigerant: its gases in scope 1, and those outside the scopes, with a figure for each line. */
function draftRefrigerant(name: string, all: readonly Leak[], chosen: Chosen): LinedDraft[] {
  const byLine = Map.groupBy(classify(all, ['gas', 'line']), ({ uses: [first] }) => first!.detail.line);
  return [...byLine].flatMap(([line, classes]) =>
    draftLine(name, classes, chosen).map((draft) => lineOf(draft, line)),
  );
}

function draftLine(name: string, classes: readonly UseClass<Leak>[], chosen: Chosen): Draft[] {
  const { set, context } = chosen;
  const all = classes.flatMap(({ uses }) => uses);
  const components = listComponents(all[0]!, context);
  return [...Map.groupBy(components, ({ gas }) => placementOf(gas).prefix)].map(([prefix, own]) => ({
    key: `${prefix}/refrigerant/${name}`,
    unit: 't{CO2e}',
    method: 'refrigerant@2',
    scope: placementOf(own[0]!.gas).scope,
    gases: own.map(({ gas }) => gas),
    gwpSet: set,
    ...describeUses(all),
    expression: sumOf(
      classes.flatMap((ofName) => {
        const classed = { type: 'refrigerant-leak', where: ofName.where, all: ofName.uses } as const;
        const shapeOf = shapesOf(prefix, chosen);
        const sum = sumClasses({ ...classed, classes: [ofName] }, [{ classes: [ofName], shapeOf }], context);
        return sum.kind === 'sum' ? sum.parts : [sum];
      }),
    ),
  }));
}

/** Returns what multiplies a leak: the GWP of its gas, or the sum of share × GWP of the gases of a blend that are reported together. */
function shapesOf(prefix: string, { set, context }: Chosen): (leak: Leak) => Shape {
  const shapes = new Shapes();
  return (leak) => {
    const gases = listComponents(leak, context).filter(({ gas }) => placementOf(gas).prefix === prefix);
    const weights = gases.map((component) => ({
      component,
      gwp: selectPotential(component, leak, { set, context }),
    }));
    const parts = weights.flatMap(({ component, gwp }) => [component.share, gwp]);
    const chain = selectChain(leak, leak, context);
    return shapes.of([parts.length, ...parts, ...partsOfChain(chain)], () => {
      const own = chainTo(TONNE, TONNE, chain, leak);
      const terms = weights
        .map(({ component, gwp }) => weigh(component, gwp))
        .filter((term) => term.length > 0);
      return {
        symbol: 'AD',
        to: TONNE,
        substance: leak.detail.gas,
        factors: [
          ...own.factors,
          ...(terms.length === 1
            ? terms[0]!
            : terms.length === 0
              ? []
              : [sumOf(terms.map((term) => productOf(...term)))]),
        ],
        divisors: own.divisors,
      };
    });
  };
}

/** The potential of a gas; null for CO2, whose GWP is 1 by definition. */
function selectPotential({ gas }: Component, leak: Leak, { set, context }: Chosen): FactorOf<'gwp'> | null {
  return gas === 'CO2' ? null : selectGwp({ gas, set, period: leak, by: leak }, context);
}

function weigh({ share }: Component, gwp: FactorOf<'gwp'> | null): Expression[] {
  return [
    ...(share === null ? [] : [factorOf('w', share, '1', null)]),
    ...(gwp === null ? [] : [factorOf('GWP', gwp, 'kg/kg', 'CO2e')]),
  ];
}

const TONNE = parseUnit('t');
