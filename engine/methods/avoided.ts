import type * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { selectFactor, type FactorOf, type Sought } from '../factors/factor.ts';
import { chainTo, partsOfChain, selectChain, unitAfter, type Chain } from '../figures/chain.ts';
import type { Draft } from '../figures/draft.ts';
import { differenceOf, factorOf } from '../figures/expression.ts';
import { distinctTexts } from '../rows/row.ts';
import { selectionOf, type MethodContext } from '../figures/method-context.ts';
import { describeUses, type Shape, Shapes, sumTerms } from '../figures/terms.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';
import type { Period, RowOf } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';
import { divideUnits, parseUnit } from '../quantities/unit.ts';

const parameters = commonParameters.extend({ gwpSet });
type Parameters = z.output<typeof parameters>;
type Use = RowOf<'solution-use'>;

interface Term {
  readonly chain: Chain;
  /** The unit of use per which the factors are. */
  readonly per: string;
  readonly reference: FactorOf<'solution-factor'>;
  readonly solution: FactorOf<'solution-factor'>;
  readonly lifetime: FactorOf<'solution-lifetime'> | null;
}

/** Avoided emissions: (reference − solution) × activity × lifetime. A separate account, next to the inventory. */
export const avoided: Method<Parameters> = {
  id: 'avoided',
  version: 2,
  title: 'Avoided emissions of solutions, a separate account next to the inventory',
  standard:
    'WBCSD Guidance on Avoided Emissions (March 2023), chapters 4 (eligibility of a claim) and 5 (assessment); GHG Protocol Corporate Standard (2004), chapter 8 (reductions). Of both only the contents were read',
  reads: ['solution-use', 'solution-factor', 'solution-lifetime', 'conversion-factor'],
  parameters,
  figures: [
    {
      key: 'avoided/{solution}',
      unit: 't{CO2e}',
      meaning:
        'Emissions of the reference minus emissions of the solution. Negative where the solution emits more.',
    },
  ],
  traps: [
    'Avoided emissions never reduce an inventory. No method adds them to scopes, and a run that would net them is an error.',
    'Reference and solution must be per the same unit of use and cover the same gases. The lifetime multiplies only use per year.',
    'Use per year is in a unit per year, such as `1/a` or `kW.h/a`. Its factors are per unit of use, such as `t{CO2e}/1`. Use in another unit, such as a capacity in `GW`, names in detail.factors and detail.divisors what leads there, such as a yield.',
  ],
  compute: computeAvoided,
};

function computeAvoided(context: MethodContext, { gwpSet: set }: Parameters): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'solution-use', context.period),
    ({ detail }) => detail.solution,
  );
  return distinctTexts(uses.keys()).map((name) => draftSolution(name, uses.get(name)!, set, context));
}

function draftSolution(name: string, uses: readonly Use[], set: string, context: MethodContext): Draft {
  const shapes = new Shapes();
  const gases = new Set<string>();
  const expression = sumTerms(uses, selectionOf(context, 'solution-use', { solution: name }), (use) => {
    const term = findTerm(use, set, context);
    for (const gas of term.reference.row.detail.gases) gases.add(gas);
    const { reference, solution, lifetime, chain } = term;
    return shapes.of([use.unit, reference, solution, lifetime, ...partsOfChain(chain)], () =>
      shapeOfTerm(use, term),
    );
  });
  return {
    key: `avoided/${name}`,
    unit: 't{CO2e}',
    method: 'avoided@2',
    scope: null,
    ...describeUses(uses),
    categories: ['avoided'],
    gases: distinctTexts(gases),
    gwpSet: set,
    expression,
  };
}

/** (REF - SOL) * AD, and the lifetime where use is per year. */
function shapeOfTerm(use: Use, { reference, solution, lifetime, chain, per }: Term): Shape {
  const unit = divideUnits('t', per);
  const saved = differenceOf(
    factorOf('REF', reference, unit, 'CO2e'),
    factorOf('SOL', solution, unit, 'CO2e'),
  );
  const counted = lifetime === null ? per : `${per}/a`;
  const conversions = hasChain(chain)
    ? chainTo(parseUnit(counted), use.unit, chain, use)
    : { factors: [], divisors: [] };
  return {
    symbol: 'AD',
    to: use.unit,
    substance: use.unit.substance,
    factors: [
      ...conversions.factors,
      saved,
      ...(lifetime === null ? [] : [factorOf('LT', lifetime, 'a', null)]),
    ],
    divisors: conversions.divisors,
  };
}

function findTerm(use: Use, set: string, context: MethodContext): Term {
  const { rows, proxies, period } = context;
  const { solution, geography } = use.detail;
  const seek = (what: string): Sought => ({
    what,
    period: use,
    ...(geography === undefined ? {} : { geography }),
    by: use,
    column: 'detail.solution',
  });
  const find = (role: 'reference' | 'solution'): FactorOf<'solution-factor'> => {
    const candidates = rowsAbout(rows, 'solution-factor', solution).filter(
      ({ detail }) => detail.role === role && holdsAt(geography, detail.geography),
    );
    const factor = selectFactor(candidates, seek(`${role} of ${solution}`), proxies);
    if (factor.row.detail.gwpSet === set) return factor;
    const text = `${factor.row.key}: expected GWP set ${set}, got ${factor.row.detail.gwpSet ?? 'none'}`;
    throw new EngineError(
      'mixed-gwp-sets',
      text,
      factor.row.detail.gwpSet,
      placeOf(factor.row, 'detail.gwpSet'),
    );
  };
  const lifetimes = rowsAbout(rows, 'solution-lifetime', solution).filter(({ detail }) =>
    holdsAt(geography, detail.geography),
  );
  const [reference, other] = [find('reference'), find('solution')];
  refuseOtherGases(reference.row, other.row);
  const chain = selectChain(use, use, context);
  const { per, isYearly } = unitOfUse(use, chain, reference);
  if (isYearly) refuseOtherPeriod(use, period);
  return {
    ...{ reference, chain, per },
    solution: other,
    lifetime: isYearly ? selectFactor(lifetimes, seek(`lifetime of ${solution}`), proxies) : null,
  };
}

/** Returns the unit of use per which factors are, and whether use is per year, which is multiplied by a lifetime. */
function unitOfUse(
  { unit }: Use,
  chain: Chain,
  reference: FactorOf<'solution-factor'>,
): { readonly per: string; readonly isYearly: boolean } {
  if (!hasChain(chain)) {
    const isYearly = unit.text.endsWith('/a');
    return { per: isYearly ? unit.text.slice(0, -2) : unit.text, isYearly };
  }
  const { text } = reference.row.unit;
  const per = text.slice(text.indexOf('/') + 1);
  return { per, isYearly: unitAfter(unit, chain).dimension === parseUnit(`${per}/a`).dimension };
}

function hasChain({ factors, divisors }: Chain): boolean {
  return factors.length + divisors.length > 0;
}

/** Throws when reference and solution cover different gases: gases that only one of them counts would appear as avoided. */
function refuseOtherGases(reference: RowOf<'solution-factor'>, solution: RowOf<'solution-factor'>): void {
  const [before, after] = [reference, solution].map(({ detail }) => distinctTexts(detail.gases).join(', '));
  if (before === after) return;
  const text = `${solution.key} covers ${after}, but ${reference.key} covers ${before}: both must cover the same gases`;
  throw new EngineError('mixed-gases', text, solution.detail.gases, placeOf(solution, 'detail.gases'));
}

/** Throws when a yearly rate has another period than the run: rates for parts of a period would each count a whole lifetime. */
function refuseOtherPeriod(use: Use, { from, until }: Period): void {
  if (use.from === from && use.until === until) return;
  const text = `${use.key} is a yearly rate: its period must be the period of the run`;
  throw new EngineError('straddled-period', text, { from: use.from, until: use.until }, placeOf(use, 'from'));
}

/** Whether a factor can be for a use: where the place of the use is not stated, only one without a place is. */
function holdsAt(place: string | undefined, of: string | undefined): boolean {
  return place !== undefined || of === undefined;
}
