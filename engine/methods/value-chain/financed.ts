import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { quotientOf, statedQuantity, sumOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { describeUses, Shapes, sumTerms, type Shape } from '../../figures/terms.ts';
import { totalOf } from '../../figures/total.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { RowOf } from '../../rows/row.ts';
import { Attributions, type Financing, type InvesteeScope } from './financed-terms.ts';
import type { FigureKind, Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';

const parameters = commonParameters.extend({
  gwpSet,
  show: z
    .enum(['classes', 'investees'])
    .default('classes')
    .describe('Whether figures are shown for each asset class, or also for each investee.'),
});
type Parameters = z.output<typeof parameters>;

const SCOPES: readonly InvesteeScope[] = ['1+2', '3'];

/** The figures of each asset class. */
export const FINANCED_FIGURES: readonly FigureKind[] = SCOPES.flatMap((scope) => [
  {
    key: `financed/{class}/scope${scope}`,
    unit: 't{CO2e}',
    meaning: `Emissions of investees in scope ${scope} that are attributed to the outstanding amounts of an asset class.`,
  },
  {
    key: `financed/{class}/scope${scope}/score`,
    unit: '1',
    meaning: 'Score of data quality, from 1 (best) to 5, weighted by outstanding amount.',
  },
]);

/** Financed emissions: outstanding amount ÷ value of the investee × its emissions. */
export const financed: Method<Parameters> = {
  id: 'financed',
  version: 1,
  title: 'Financed emissions of loans and investments',
  standard:
    'PCAF, Global GHG Accounting and Reporting Standard, part A: Financed Emissions, second edition (December 2022), sections 5.1 to 5.6; GHG Protocol Scope 3 Standard (2011), section 5.5, category 15. Of the PCAF standard only the contents were read, and its formulas as others quote them',
  reads: ['financing', 'investee-value', 'investee-emissions', 'conversion-factor'],
  parameters,
  figures: [
    ...FINANCED_FIGURES,
    ...SCOPES.flatMap((scope) => [
      {
        key: `financed/{class}/{investee}/scope${scope}`,
        unit: 't{CO2e}',
        meaning: `The same of one investee, where parameters.show is investees.`,
      },
      { key: `financed/scope${scope}`, unit: 't{CO2e}', meaning: 'Sum over all asset classes.' },
      { key: `financed/scope${scope}/score`, unit: '1', meaning: 'Weighted score over all asset classes.' },
    ]),
    {
      key: 'financed/{class}/{investee}/attribution',
      unit: '1',
      meaning: 'Attribution factor: outstanding amount ÷ value, where parameters.show is investees.',
    },
  ],
  traps: [
    'Listed companies are divided by enterprise value including cash (evic), others and projects by total equity and debt, buildings and vehicles by their value at origination. Another kind of value is not taken.',
    'More outstanding in an investee than its value is refused: more than all of its emissions would count.',
    'Scope 1 and 2 of investees, and scope 3, are apart and never added up. Only scope 1 and 2 enter a total of category 15.',
    'A row of financing is an amount at one time, such as the end of the year: its period must be the whole period of the run.',
    'Where scope 1 and 2 have scores of their own, the worse one counts. All outstanding amounts are in one currency; a conversion factor leads to the currency of a value.',
    'An investee whose scope 3 is not given, while that of others is, gives a warning.',
  ],
  compute: computeFinanced,
};

function computeFinanced(context: MethodContext, { gwpSet: set, show }: Parameters): Draft[] {
  const classes = draftClasses(set, context);
  const uses = classes.flatMap((own) => own.uses);
  const rules = new Attributions(set, context);
  const totals = SCOPES.flatMap((scope) => {
    const parts = classes.flatMap(({ figures }) =>
      figures.filter(({ key }) => key.endsWith(`/scope${scope}`)),
    );
    if (parts.length === 0) return [];
    const about = { key: `financed/scope${scope}`, method: METHOD, scope: scopeOf(scope), gwpSet: set };
    const total = { ...totalOf(parts, about, context), categories: ['3.15'] };
    const having = uses.filter((use) => rules.has(use, scope));
    return [total, draftScore(total, having, { where: {}, all: uses }, scope, rules, context)];
  });
  const each =
    show === 'classes' ? [] : classes.flatMap(({ uses: own }) => draftInvestees(own, rules, context));
  return [...classes.flatMap(({ figures }) => figures), ...totals, ...each];
}

const METHOD = 'financed@1';

/** Emissions of investees in scope 1 and 2 are scope 3 of the investor; those in scope 3 are shown beside it. */
function scopeOf(scope: InvesteeScope): number | null {
  return scope === '1+2' ? 3 : null;
}

/** The figures of one asset class. */
interface ClassFigures {
  readonly uses: readonly Financing[];
  readonly figures: readonly Draft[];
}

/**
 * Returns the figures of each asset class: emissions of investees in scope 1 and 2, those in scope 3 where they are given, and the scores of
 * both.
 * @throws EngineError `attribution-above-one`, `straddled-period`, `mixed-currencies`, `double-counting`, `missing-factor` and as `selectFactor`
 */
export function draftClasses(set: string, context: MethodContext): ClassFigures[] {
  const uses = selectActivities(context.rows, 'financing', context.period);
  for (const use of uses) refuseOther(use, uses[0]!, context);
  const rules = new Attributions(set, context);
  rules.refuseAboveOne(uses);
  const byClass = Map.groupBy(uses, ({ detail }) => detail.assetClass);
  return [...byClass].map(([assetClass, own]) => ({
    uses: own,
    figures: SCOPES.flatMap((scope) => {
      const having = own.filter((use) => rules.has(use, scope));
      if (having.length === 0) return [];
      const about = { where: { assetClass }, all: own };
      const key = `financed/${assetClass}/scope${scope}`;
      const figure = draftScope(key, having, about, scope, rules, context);
      return [figure, draftScore(figure, having, about, scope, rules, context)];
    }),
  }));
}

/** Throws for a row of another period than the run, or in another currency than the others. @throws EngineError `straddled-period`, `mixed-currencies` */
function refuseOther(use: Financing, first: Financing, { period }: MethodContext): void {
  if (use.from !== period.from || use.until !== period.until) {
    const text = `${use.key} is an amount outstanding at one time: its period must be the whole period of the run`;
    throw new EngineError(
      'straddled-period',
      text,
      { from: use.from, until: use.until },
      placeOf(use, 'from'),
    );
  }
  if (use.unit.dimension === first.unit.dimension) return;
  const text = `${use.key} is in ${use.unit.text}, ${first.key} in ${first.unit.text}: give all outstanding amounts in one currency`;
  throw new EngineError('mixed-currencies', text, use.unit.text, placeOf(use, 'unit'));
}

/** Financings, and what selects all of them. A figure takes some. */
interface About {
  readonly where: Readonly<Record<string, string>>;
  readonly all: readonly Financing[];
}

/**
 * Returns the sum of some of the financings. Each counts in scope 1 and 2; in scope 3 they are selected by their investees, so that those without it
 * change nothing.
 */
function sumSome(
  uses: readonly Financing[],
  { where }: About,
  scope: InvesteeScope,
  shapeOf: (use: Financing) => Shape,
  context: MethodContext,
): Expression {
  if (scope === '1+2') return sumTerms(uses, selectionOf(context, 'financing', where), shapeOf);
  const byInvestee = Map.groupBy(uses, ({ detail }) => detail.investee);
  const sums = [...byInvestee].map(([investee, own]) =>
    sumTerms(own, selectionOf(context, 'financing', { ...where, investee }), shapeOf),
  );
  return sumOf(sums.flatMap((sum) => (sum.kind === 'sum' ? sum.parts : [sum])));
}

function draftScope(
  key: string,
  uses: readonly Financing[],
  about: About,
  scope: InvesteeScope,
  rules: Attributions,
  context: MethodContext,
): Draft {
  const rows = uses.flatMap((use) => rules.listEmissions(use, scope)).map(({ row }) => row);
  return {
    key,
    unit: 't{CO2e}',
    method: METHOD,
    scope: scopeOf(scope),
    ...describeUses(uses),
    gases: distinctTexts(rows.flatMap(({ detail }) => detail.gases)),
    gwpSet: rows[0]!.detail.gwpSet ?? null,
    warnings: warnOfMissing(uses, about.all, scope),
    expression: sumSome(uses, about, scope, rules.shapesOf(scope), context),
  };
}

/** Warns of investees without emissions in a scope that others have. */
function warnOfMissing(uses: readonly Financing[], all: readonly Financing[], scope: string): Warning[] {
  const having = new Set(uses);
  return all
    .filter((use) => !having.has(use))
    .map(({ record, key, value, unit, detail: { investee } }) => ({
      code: 'missing-scope',
      message: `${key} (${value} ${unit.text}) is left out of scope ${scope}: no row gives the emissions of ${investee} in it`,
      row: { record, key },
    }));
}

/** Returns the score of data quality of a figure, weighted by outstanding amount. */
function draftScore(
  { key, categories, geographies }: Draft,
  uses: readonly Financing[],
  about: About,
  scope: InvesteeScope,
  rules: Attributions,
  context: MethodContext,
): Draft {
  const to = uses[0]!.unit;
  const shapes = new Shapes();
  const scored = (use: Financing): Shape => {
    const rows = rules.listEmissions(use, scope).map(({ row }) => row);
    const row = rows.reduce((worst, other) => (other.detail.score > worst.detail.score ? other : worst));
    return shapes.of([row], () => ({ symbol: 'O', to, substance: null, factors: [scoreOf(row)] }));
  };
  const plain: Shape = { symbol: 'T', to, substance: null, factors: [] };
  return {
    key: `${key}/score`,
    unit: '1',
    method: METHOD,
    scope: null,
    categories,
    geographies,
    gases: [],
    gwpSet: null,
    expression: quotientOf(
      sumSome(uses, about, scope, scored, context),
      sumSome(uses, about, scope, () => plain, context),
    ),
  };
}

/** Returns the score of a row of emissions, as a factor of a formula. */
function scoreOf(row: RowOf<'investee-emissions'>): Expression {
  const columns = { value: 'detail.score', unit: 'detail.score' };
  return statedQuantity('Q', row, { value: String(row.detail.score), unit: '1', columns }, '1');
}

/** Returns attribution factor and emissions of each investee of one asset class. */
function draftInvestees(uses: readonly Financing[], rules: Attributions, context: MethodContext): Draft[] {
  const { assetClass } = uses[0]!.detail;
  const byInvestee = Map.groupBy(uses, ({ detail }) => detail.investee);
  return [...byInvestee].flatMap(([investee, own]) => {
    const about = { where: { assetClass, investee }, all: own };
    const prefix = `financed/${assetClass}/${investee}`;
    const attribution: Draft = {
      key: `${prefix}/attribution`,
      unit: '1',
      method: METHOD,
      scope: null,
      ...describeUses(own),
      gases: [],
      gwpSet: null,
      expression: sumSome(own, about, '1+2', rules.shapesOfFactor(), context),
    };
    const scopes = SCOPES.filter((scope) => rules.has(own[0]!, scope));
    const figures = scopes.map((scope) =>
      draftScope(`${prefix}/scope${scope}`, own, about, scope, rules, context),
    );
    return [attribution, ...figures];
  });
}
