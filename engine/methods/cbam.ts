import * as z from 'zod';
import { selectActivities } from '../activity.ts';
import { parseAmount, sumAmounts, type Amount } from '../decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type Factor } from '../factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  tonnesOf,
  warningsOf,
  type Context,
  type Figure,
  type Operand,
} from '../figure.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';
import { amountIn, type Row, type RowOf } from '../row.ts';
import { rowsAbout, rowsOfType } from '../row-index.ts';
import { ACCOUNTS, type Account } from '../row-detail.ts';

const parameters = commonParameters.extend({
  gwpSet,
  grid: z
    .string()
    .min(1)
    .optional()
    .describe('The grid by whose factor indirect emissions imply electricity.'),
});
type Parameters = z.output<typeof parameters>;

/** Emissions per tonne of a good, and the rows and figures that they came from. */
interface Specific {
  readonly amount: Amount;
  readonly formula: string;
  readonly operands: readonly Operand[];
  readonly factors: readonly Factor[];
}

/** How far the precursors of precursors are followed. */
const MAX_DEPTH = 64;
const INTENSITY = 't/t';

/** Specific embedded emissions of goods, direct and indirect apart, with precursors over any number of levels. */
export const cbam: Method<Parameters> = {
  id: 'cbam',
  version: 1,
  title: 'Embedded emissions of goods (CBAM), direct and indirect apart',
  standard:
    'Regulation (EU) 2023/956, annex IV, points 2 and 3; Implementing Regulation (EU) 2023/1773, annex III, sections F and G',
  reads: ['goods', 'attributed-emissions', 'precursor', 'embedded-emissions', 'grid-factor'],
  parameters,
  figures: [
    {
      key: 'cbam/{good}/specific/{account}',
      unit: 't{CO2e}/t',
      meaning: 'Embedded emissions per tonne: direct, or indirect.',
    },
    {
      key: 'cbam/{good}/specific/total',
      unit: 't{CO2e}/t',
      meaning: 'Direct and indirect per tonne, as shown.',
    },
    {
      key: 'cbam/{good}/specific/electricity',
      unit: 'MW.h/t',
      meaning: 'Electricity per tonne that the indirect emissions imply.',
    },
    {
      key: 'cbam/{good}/{account}',
      unit: 't{CO2e}',
      meaning: 'Embedded emissions of all tonnes: direct, or indirect.',
    },
    { key: 'cbam/{good}/total', unit: 't{CO2e}', meaning: 'Direct and indirect of all tonnes, as shown.' },
  ],
  traps: [
    'Direct and indirect emissions are declared apart, and are never netted or swapped.',
    'A precursor brings its own embedded emissions, both accounts, by the mass that went in, losses included.',
    'Where the maker states a specific value, nothing is computed beside it; a good with both is refused.',
  ],
  compute: computeCbam,
};

function computeCbam(context: Context, { gwpSet: set, grid }: Parameters): Figure[] {
  const goods = selectActivities(context.rows, 'goods', context.period);
  return distinctTexts(goods.map(({ detail }) => detail.good)).flatMap((good) => {
    const made = goods.filter(({ detail }) => detail.good === good);
    const specific = ACCOUNTS.map((account) => specificFigure(good, account, set, context));
    const whole = specific.map((figure) => wholeFigure(good, figure, made, set, context));
    return [
      ...specific,
      ...(grid === undefined ? [] : [electricityFigure(good, grid, specific[1]!, context)]),
      totalFigure(`cbam/${good}/specific/total`, 't{CO2e}/t', specific, set, context),
      ...whole,
      totalFigure(`cbam/${good}/total`, 't{CO2e}', whole, set, context),
    ];
  });
}

function specificFigure(good: string, account: Account, set: string, context: Context): Figure {
  const { amount, formula, operands, factors } = findSpecific(good, account, context, []);
  return finishFigure(
    {
      ...describe(set),
      key: `cbam/${good}/specific/${account}`,
      amount,
      unit: 't{CO2e}/t',
      factors: noteFactors(factors.map((factor) => ['SEE', factor])),
      formula,
      operands,
      warnings: warningsOf(factors),
    },
    context,
  );
}

/**
 * Returns the emissions per tonne of a good, as stated, or as (attributed + the sum of M × SEE of its precursors) / made.
 * @throws EngineError `precursor-cycle`, `missing-factor`, `ambiguous-factor`
 */
function findSpecific(good: string, account: Account, context: Context, above: readonly string[]): Specific {
  const precursors = selectActivities(context.rows, 'precursor', context.period).filter(
    ({ detail }) => detail.of === good,
  );
  const stated = rowsAbout(context.rows, 'embedded-emissions', good).filter(
    ({ detail }) => detail.account === account,
  );
  const made = selectActivities(context.rows, 'goods', context.period).filter(
    ({ detail }) => detail.good === good,
  );
  const attributed = selectActivities(context.rows, 'attributed-emissions', context.period).filter(
    ({ detail }) => detail.good === good && detail.account === account,
  );
  if (attributed.length === 0 && precursors.length === 0)
    return statedSpecific(good, account, stated, made, context);
  refuseBoth(good, stated);
  return computeSpecific({ good, account, precursors, made, attributed }, context, above);
}

function refuseBoth(good: string, stated: readonly RowOf<'embedded-emissions'>[]): void {
  const [row] = stated;
  if (row === undefined) return;
  const text = `${good} has a stated value and emissions or precursors of its own`;
  throw new EngineError('ambiguous-factor', text, row.key, placeOf(row, 'value'));
}

function statedSpecific(
  good: string,
  account: Account,
  stated: readonly RowOf<'embedded-emissions'>[],
  [by]: readonly Row[],
  { period, proxies }: Context,
): Specific {
  const sought = {
    what: `${account} embedded emissions of ${good}`,
    period,
    ...(by === undefined ? {} : { by }),
  };
  const factor = selectFactor(stated, sought, proxies);
  const amount = amountIn(factor.row, INTENSITY, 'CO2e');
  return { amount, formula: 'SEE', operands: [operandOf('SEE', factor.row)], factors: [factor] };
}

interface Making {
  readonly good: string;
  readonly account: Account;
  readonly precursors: readonly RowOf<'precursor'>[];
  readonly made: readonly RowOf<'goods'>[];
  readonly attributed: readonly RowOf<'attributed-emissions'>[];
}

function computeSpecific(making: Making, context: Context, above: readonly string[]): Specific {
  const { good, account, precursors, made, attributed } = making;
  refuseCycle(good, above, precursors[0]);
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  if (tonnes.isZero())
    throw new EngineError('missing-activity', `no amount of ${good} was made in the period`, good);
  const inputs = precursors.map((row) => ({
    row,
    specific: findSpecific(row.detail.good, account, context, [...above, good]),
  }));
  const own = sumAmounts(attributed.map((row) => amountIn(row, 't', 'CO2e')));
  const brought = sumAmounts(
    inputs.map(({ row, specific }) => amountIn(row, 't', null).times(specific.amount)),
  );
  return {
    amount: own.plus(brought).div(tonnes),
    formula: '(sum(Em[i]) + sum(M[i] * SEE[i])) / sum(AL[i])',
    operands: [
      ...attributed.map((row, index) => operandOf(indexName('Em', index, 2), row)),
      ...inputs.flatMap(({ row, specific }, index) => [
        operandOf(indexName('M', index, 2), row),
        ...specific.operands.map((operand) => ({ ...operand, name: `SEE[${index + 1}].${operand.name}` })),
      ]),
      ...made.map((row, index) => operandOf(indexName('AL', index, 2), row)),
    ],
    factors: inputs.flatMap(({ specific }) => specific.factors),
  };
}

function refuseCycle(good: string, above: readonly string[], row: Row | undefined): void {
  if (!above.includes(good) && above.length < MAX_DEPTH) return;
  const way = [...above, good].join(' ← ');
  throw new EngineError(
    'precursor-cycle',
    `a good is made of itself, or over more than ${MAX_DEPTH} levels: ${way}`,
    way,
    row === undefined ? null : placeOf(row, 'detail.good'),
  );
}

/** Electricity per tonne is what the indirect emissions are, over the factor of its grid. */
function electricityFigure(good: string, grid: string, indirect: Figure, context: Context): Figure {
  const candidates = rowsOfType(context.rows, 'grid-factor').filter(
    ({ detail }) => detail.grid === grid && detail.mix === 'average',
  );
  const factor = selectFactor(
    candidates,
    { what: `factor of ${grid}`, period: context.period },
    context.proxies,
  );
  const { key, value, unit, detail } = indirect;
  return finishFigure(
    {
      ...describe(detail.gwpSet ?? ''),
      key: `cbam/${good}/specific/electricity`,
      amount: parseAmount(value).div(amountIn(factor.row, 't/MW.h', factor.row.unit.substance)),
      unit: 'MW.h/t',
      factors: noteFactors([['EF', factor]]),
      formula: 'SEE / EF',
      operands: [{ name: 'SEE', value, unit, key }, operandOf('EF', factor.row)],
      warnings: warningsOf([factor]),
    },
    context,
  );
}

function wholeFigure(
  good: string,
  specific: Figure,
  made: readonly RowOf<'goods'>[],
  set: string,
  context: Context,
): Figure {
  const account = specific.key.slice(specific.key.lastIndexOf('/') + 1);
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  const { key, value, unit, detail } = specific;
  return finishFigure(
    {
      ...describe(set),
      key: `cbam/${good}/${account}`,
      amount: tonnes.times(parseAmount(value)),
      unit: 't{CO2e}',
      factors: detail.factors,
      formula: made.length === 1 ? 'AL * SEE' : 'sum(AL[i]) * SEE',
      operands: [
        ...made.map((row, index) => operandOf(indexName('AL', index, made.length), row)),
        { name: 'SEE', value, unit, key },
      ],
      warnings: detail.derivation.warnings,
    },
    context,
  );
}

/** A total adds its parts as they are shown, so that a reader's sum agrees. */
function totalFigure(
  key: string,
  unit: string,
  parts: readonly Figure[],
  set: string,
  context: Context,
): Figure {
  return finishFigure(
    {
      ...describe(set),
      key,
      amount: sumAmounts(
        parts.map((part) => (unit === 't{CO2e}' ? tonnesOf(part) : parseAmount(part.value))),
      ),
      unit,
      factors: distinct(parts.flatMap(({ detail }) => detail.factors)),
      formula: 'direct + indirect',
      operands: parts.map((part, index) => ({
        name: ACCOUNTS[index]!,
        value: part.value,
        unit: part.unit,
        key: part.key,
      })),
      warnings: parts.flatMap(({ detail }) => detail.derivation.warnings),
    },
    context,
  );
}

function describe(
  set: string,
): Pick<Figure['detail'], 'method' | 'scope' | 'categories' | 'gases' | 'gwpSet' | 'geographies'> {
  return {
    method: 'cbam@1',
    scope: null,
    categories: ['CBAM'],
    gases: ['CO2e'],
    gwpSet: set,
    geographies: [],
  };
}
