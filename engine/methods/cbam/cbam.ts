import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import { selectFactor } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf, productOf, quotientOf, sumOf, valueOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Method } from '../method.ts';
import { computePlants, plant, PLANT_ROWS, plantParameters, type ComputedPlant } from '../plant/plant.ts';
import { draftRegisteredGoods, openRegistered } from '../plant/registered.ts';
import { RULE_SETS } from '../plant/rules.ts';
import { commonParameters, gwpSet, spelledName } from '../parameters.ts';
import type { RowOf } from '../../rows/row.ts';
import { joinRows, keep, rowsOfType } from '../../rows/row-index.ts';
import { ACCOUNTS, type Account } from '../../rows/row-detail.ts';
import { describeEmbedded, findEmbedded, openWorks, sumGoods, type Works } from './embedded.ts';
import { findExempt, unitOfGood } from './good.ts';
import { CBAM_RULES, findCbamRules, type CbamRules } from '../cbam-period.ts';

const parameters = commonParameters.extend({
  gwpSet,
  grid: spelledName
    .optional()
    .describe(
      'The grid whose factor converts indirect emissions to electricity, and that of power from outside which plants use.',
    ),
  rules: z
    .enum(CBAM_RULES)
    .optional()
    .describe(
      'The rules that apply: transitional until the end of 2025, definitive from 2026. Others than those of the period are refused.',
    ),
  plantRules: z
    .enum(RULE_SETS)
    .default('eu-ets')
    .describe('The rule set by which plants are computed whose units make goods (plant-unit rows).'),
  ...plantParameters,
});
type Parameters = z.output<typeof parameters>;

/** Specific embedded emissions of goods: direct and indirect separately, with precursors over many levels. */
export const cbam: Method<Parameters> = {
  id: 'cbam',
  version: 2,
  title: 'Embedded emissions of goods (CBAM), direct and indirect separately',
  standard:
    'Regulation (EU) 2023/956, article 7, annexes II and IV, as amended by Regulation (EU) 2025/2083; from 2026 Implementing Regulations (EU) 2025/2547, article 3, annex I, point 3.1, and annex III, point B (methods), and 2025/2621 as corrected by 2026/1740 (default values); until 2025 Implementing Regulation (EU) 2023/1773, annex III, sections F and G',
  reads: [
    'goods',
    'attributed-emissions',
    'precursor',
    'embedded-emissions',
    'cbam-good',
    'default-markup',
    'cbam-exempt',
    ...PLANT_ROWS,
    'figure',
  ],
  parameters,
  figures: [
    ...plant.figures.filter(({ key }) => !/^(scenario|reconcile)/.test(key)),
    {
      key: 'cbam/{good}/specific/{account}',
      unit: 't{CO2e}/t',
      meaning: 'Embedded emissions per tonne: direct or indirect.',
    },
    {
      key: 'cbam/{good}/specific/total',
      unit: 't{CO2e}/t',
      meaning: 'Sum of the direct and indirect figures per tonne.',
    },
    {
      key: 'cbam/{good}/specific/{account}',
      unit: 't{CO2e}/MW.h',
      meaning: 'The same for electricity: embedded emissions or their sum per megawatt-hour.',
    },
    {
      key: 'cbam/{good}/specific/electricity',
      unit: 'MW.h/t',
      meaning: 'Electricity per tonne that the indirect emissions imply.',
    },
    {
      key: 'cbam/{good}/{account}',
      unit: 't{CO2e}',
      meaning: 'Embedded emissions of all tonnes: direct or indirect.',
    },
    {
      key: 'cbam/{good}/total',
      unit: 't{CO2e}',
      meaning: 'Sum of the direct and indirect figures of all tonnes.',
    },
  ],
  traps: [
    'Direct and indirect emissions are declared separately. They are never netted or swapped.',
    'From 2026, goods of annex II (cbam-good rows, by CN code) count with direct emissions alone. Indirect emissions of a precursor count where the precursor is not in annex II, whatever it is used for.',
    'State the emissions of production for each account that counts, as 0 where there are none. A missing row is an error, not zero.',
    'What plants of the run attribute to a good (plant-unit rows) counts as its emissions, and the figures of these plants are figures of this run. A good with both such a plant and attributed-emissions rows of the same account is an error.',
    'So does a result of plant@1 among the inputs that has figures of goods, as it was registered, rounded: by the same rules of attribution, and in place of the rows of its plant.',
    'A precursor adds its own embedded emissions, by the mass that was used, losses included. More than was made of it is an error.',
    'Where the maker states a specific value, it is used and nothing is computed. A good with both is an error. An actual value takes precedence over a default one, which from 2026 is increased by the mark-up of its sector.',
    'From 2026, default values are by country of origin: the good states its place, and a default value without one is that of other countries and territories.',
    'The transitional rules end with 2025. A period with days before and after 2026-01-01 is refused.',
    'From 2026, precursors of an exempt origin (cbam-exempt rows: annex III, and Member States) count as zero. A good of such an origin needs no declaration: its total warns.',
  ],
  compute: computeCbam,
};

function computeCbam(context: MethodContext, asked: Parameters): Draft[] {
  const { gwpSet: set, grid, rules: stated } = asked;
  const rules = chooseRules(stated, context);
  const results = openRegistered(context);
  const registered = draftRegisteredGoods(results, { method: 'cbam@2', gwpSet: set });
  const plants = findPlants(context, asked, new Set(results.map(({ name }) => name)));
  const works = openWorks(context, { set, rules }, [...plants.flatMap(({ goods }) => goods), ...registered]);
  const ofGoods = distinctTexts(works.made.keys()).flatMap((good) => {
    const made = works.made.get(good)!;
    const [first] = made as readonly [RowOf<'goods'>];
    const unit = unitOfGood(first);
    const specific = new Map<Account, Draft>();
    for (const account of ACCOUNTS) {
      const draft = findEmbedded(good, account, works, first, []);
      if (draft !== null) specific.set(account, draft);
    }
    const whole = [...specific].map(([account, each]): [Account, Draft] => {
      const { documents = [] } = each;
      const expression = productOf(sumGoods('AL', made, good, works), valueOf('SEE', each));
      const key = `cbam/${good}/${account}`;
      return [account, { ...describeEmbedded(works), documents, key, unit: 't{CO2e}', expression }];
    });
    const indirect = specific.get('indirect');
    const hasElectricity = grid !== undefined && indirect !== undefined && unit === 't';
    return [
      ...specific.values(),
      ...(hasElectricity ? [draftElectricity(good, grid, indirect, first, works)] : []),
      draftTotal(`cbam/${good}/specific/total`, `t{CO2e}/${unit}`, [...specific], works),
      ...whole.map(([, draft]) => draft),
      { ...draftTotal(`cbam/${good}/total`, 't{CO2e}', whole, works), ...noteExempt(first, context) },
    ];
  });
  return [...plants.flatMap(({ drafts }) => drafts), ...registered.map(({ draft }) => draft), ...ofGoods];
}

/** Returns the plants of the run where a unit of one makes a good; `registered` are the names of those that results give. */
function findPlants(
  context: MethodContext,
  asked: Parameters,
  registered: ReadonlySet<string>,
): ComputedPlant[] {
  const units = keep(rowsOfType(context.rows, 'plant-unit'), ({ detail }) => !registered.has(detail.plant));
  if (units.length === 0) return [];
  const rows = joinRows(context.rows, { byType: new Map([['plant-unit', units]]) });
  const plants = computePlants({ ...context, rows }, { ...asked, rules: asked.plantRules });
  return plants.filter(({ goods }) => goods.length > 0);
}

/** Returns the rules of a period. @throws EngineError `bad-parameters` where it has days of both, or the parameters state the others */
function chooseRules(stated: CbamRules | undefined, { period }: MethodContext): CbamRules {
  const rules = findCbamRules(period, 'parameters.rules');
  if (stated === undefined || stated === rules) return rules;
  const text =
    `parameters.rules: the ${stated} rules ${stated === 'transitional' ? 'end with 2025' : 'begin with 2026'}, so they do not hold in the period: ` +
    `expected ${rules}, got ${stated}`;
  throw new EngineError('bad-parameters', text, stated, placeOfAsked('parameters.rules'));
}

/** Returns the warning that CBAM does not apply to a good of its place, and the row that says so. */
function noteExempt(row: RowOf<'goods'>, context: MethodContext): Pick<Draft, 'warnings' | 'documents'> {
  const exempt = findExempt(row, context);
  if (exempt === null) return {};
  const { record, key } = row;
  const message = `${key} is of ${row.detail.geography!}, which CBAM does not apply to (${exempt.key}): it needs no declaration`;
  return { documents: [exempt], warnings: [{ code: 'exempt-good', message, row: { record, key } }] };
}

/** Electricity per tonne is indirect emissions per tonne divided by the grid factor. */
function draftElectricity(
  good: string,
  grid: string,
  indirect: Draft,
  by: RowOf<'goods'>,
  works: Works,
): Draft {
  const { context } = works;
  const candidates = rowsOfType(context.rows, 'grid-factor').filter(
    ({ detail }) => detail.grid === grid && detail.mix === 'average' && detail.basis === 'generation',
  );
  const { geography } = by.detail;
  const sought = {
    what: `average mix of ${grid}`,
    period: context.period,
    ...(geography === undefined ? {} : { geography }),
    by,
    column: 'detail.good',
  };
  const factor = selectFactor(candidates, sought, context.proxies);
  const intensity = factorOf('EF', factor, 't/MW.h', factor.row.unit.substance);
  if (factor.row.amount.isZero()) {
    const text = `${factor.row.key} is zero: electricity cannot be derived from it`;
    throw new EngineError('out-of-range', text, factor.row.value, placeOf(factor.row, 'value'));
  }
  return {
    ...describeEmbedded(works),
    gases: [],
    gwpSet: null,
    geographies: geography === undefined ? [] : [geography],
    key: `cbam/${good}/specific/electricity`,
    unit: 'MW.h/t',
    expression: quotientOf(valueOf('SEE', indirect), intensity),
  };
}

/** The sum of direct and indirect emissions, of their exact values. */
function draftTotal(
  key: string,
  unit: string,
  parts: readonly (readonly [Account, Draft])[],
  works: Works,
): Draft {
  const expression = sumOf(parts.map(([account, part]) => valueOf(account, part)));
  return { ...describeEmbedded(works), key, unit, expression };
}
