import type * as z from 'zod';
import { selectActivities } from '../activity.ts';
import { ONE, sumAmounts, type Amount } from '../decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type Factor, type FactorOf, type Sought } from '../factor.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Figure,
} from '../figure.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';
import { amountIn, type Period, type RowOf } from '../row.ts';
import { rowsAbout } from '../row-index.ts';
import { divideUnits } from '../unit.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'solution-use'>;

interface Term {
  readonly use: Use;
  readonly reference: FactorOf<'solution-factor'>;
  readonly solution: FactorOf<'solution-factor'>;
  readonly lifetime: FactorOf<'solution-lifetime'> | null;
}

/** Avoided emissions, (reference − solution) × activity × lifetime: an account of its own, beside the inventory. */
export const avoided: Method<Parameters> = {
  id: 'avoided',
  version: 1,
  title: 'Avoided emissions of solutions, beside the inventory',
  standard:
    'WBCSD Guidance on Avoided Emissions (2023), chapters 3 and 4; GHG Protocol Corporate Standard (2004), chapter 8 (outside the scopes)',
  reads: ['solution-use', 'solution-factor', 'solution-lifetime'],
  parameters,
  figures: [
    {
      key: 'avoided/{solution}',
      unit: 't{CO2e}',
      meaning:
        'What the use of a solution gives off less than its reference; negative where it gives off more.',
    },
  ],
  traps: [
    'Avoided emissions reduce no inventory: no method adds them to scopes, and a request to net them is refused.',
    'Reference and solution are per the same unit of use and cover the same gases; the lifetime multiplies yearly use alone.',
    'Use per year is in a unit per year, such as `1/a` or `kW.h/a`, with factors per unit of use, such as `t{CO2e}/1`.',
  ],
  compute: computeAvoided,
};

function computeAvoided(context: Context, { gwpSet: set }: Parameters): Figure[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'solution-use', context.period),
    ({ detail }) => detail.solution,
  );
  return distinctTexts([...uses.keys()]).map((name) => computeSolution(name, uses.get(name)!, set, context));
}

function computeSolution(name: string, uses: readonly Use[], set: string, context: Context): Figure {
  const terms = uses.map((use) => findTerm(use, set, context));
  const named = terms.flatMap(({ reference, solution, lifetime }): [string, Factor][] => [
    ['REF', reference],
    ['SOL', solution],
    ...(lifetime === null ? [] : [['LT', lifetime] as [string, Factor]]),
  ]);
  const product = terms.some(({ lifetime }) => lifetime !== null) ? ' * LT[i]' : '';
  return finishFigure(
    {
      key: `avoided/${name}`,
      amount: sumAmounts(terms.map(computeTerm)),
      unit: 't{CO2e}',
      method: 'avoided@1',
      scope: null,
      categories: ['avoided'],
      gases: distinctTexts(terms.flatMap(({ reference }) => reference.row.detail.gases)),
      gwpSet: set,
      geographies: distinctTexts(uses.map(({ detail }) => detail.geography)),
      factors: noteFactors(named),
      formula: `sum((REF[i] - SOL[i]) * AD[i]${product})`,
      operands: terms.flatMap(({ use, reference, solution, lifetime }, index) => [
        operandOf(indexName('AD', index, 2), use),
        operandOf(indexName('REF', index, 2), reference.row),
        operandOf(indexName('SOL', index, 2), solution.row),
        ...(lifetime === null ? [] : [operandOf(indexName('LT', index, 2), lifetime.row)]),
      ]),
      warnings: warningsOf(named.map(([, factor]) => factor)),
    },
    context,
  );
}

function findTerm(use: Use, set: string, context: Context): Term {
  const { rows, proxies, period } = context;
  if (isYearly(use)) refuseOtherPeriod(use, period);
  const { solution, geography } = use.detail;
  const seek = (what: string): Sought => ({
    what,
    period: use,
    geography,
    by: use,
    column: 'detail.solution',
  });
  const find = (role: 'reference' | 'solution'): FactorOf<'solution-factor'> => {
    const candidates = rowsAbout(rows, 'solution-factor', solution).filter(
      ({ detail }) => detail.role === role,
    );
    const factor = selectFactor(candidates, seek(`${role} of ${solution}`), proxies);
    if (factor.row.detail.gwpSet === set) return factor;
    const text = `${factor.row.key} is under ${factor.row.detail.gwpSet ?? 'no set'}, not ${set}`;
    throw new EngineError(
      'mixed-gwp-sets',
      text,
      factor.row.detail.gwpSet,
      placeOf(factor.row, 'detail.gwpSet'),
    );
  };
  const lifetimes = rowsAbout(rows, 'solution-lifetime', solution);
  const [reference, other] = [find('reference'), find('solution')];
  refuseOtherGases(reference.row, other.row);
  return {
    use,
    reference,
    solution: other,
    lifetime: isYearly(use) ? selectFactor(lifetimes, seek(`lifetime of ${solution}`), proxies) : null,
  };
}

/** A reference of more gases than the solution would show as avoided what was not counted. */
function refuseOtherGases(reference: RowOf<'solution-factor'>, solution: RowOf<'solution-factor'>): void {
  const [before, after] = [reference, solution].map(({ detail }) => distinctTexts(detail.gases).join(', '));
  if (before === after) return;
  const text = `${solution.key} covers ${after}, ${reference.key} ${before}`;
  throw new EngineError('mixed-gases', text, solution.detail.gases, placeOf(solution, 'detail.gases'));
}

/** A rate counts for a lifetime: rates of several parts of a period would each. */
function refuseOtherPeriod(use: Use, { from, until }: Period): void {
  if (use.from === from && use.until === until) return;
  const text = `${use.key} is a yearly rate, and of another period than the run`;
  throw new EngineError('straddled-period', text, { from: use.from, until: use.until }, placeOf(use, 'from'));
}

/** Use per year is counted for a lifetime; use that is an amount already, as it is. */
function isYearly({ unit }: Use): boolean {
  return unit.text.endsWith('/a');
}

function computeTerm({ use, reference, solution, lifetime }: Term): Amount {
  const per = isYearly(use) ? use.unit.text.slice(0, -2) : use.unit.text;
  const [ref, sol] = [reference, solution].map(({ row }) => amountIn(row, divideUnits('t', per), 'CO2e'));
  const years = lifetime === null ? ONE : amountIn(lifetime.row, 'a', null);
  return ref!
    .minus(sol!)
    .times(amountIn(use, use.unit.text, use.unit.substance))
    .times(years);
}
