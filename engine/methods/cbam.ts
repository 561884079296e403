import * as z from 'zod';
import { selectActivities } from '../activity.ts';
import { parseAmount, sumAmounts, type Amount } from '../decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factor.ts';
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
  type Draft,
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
type Specific = Pick<Draft, 'amount' | 'formula' | 'operands' | 'factors' | 'warnings'>;

/** Emissions per tonne of a good before rounding, and as they are shown. */
interface Embedded {
  readonly amount: Amount;
  readonly figure: Figure;
}

const EXACT = '; SEE before its rounding';

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

/** The rows of a run by the good that they are about, and the goods that were computed. */
interface Works {
  readonly context: Context;
  readonly set: string;
  readonly made: ReadonlyMap<string, readonly RowOf<'goods'>[]>;
  readonly precursors: ReadonlyMap<string, readonly RowOf<'precursor'>[]>;
  readonly attributed: ReadonlyMap<string, readonly RowOf<'attributed-emissions'>[]>;
  readonly known: Map<string, Embedded>;
}

function computeCbam(context: Context, { gwpSet: set, grid }: Parameters): Figure[] {
  const works = openWorks(context, set);
  return distinctTexts([...works.made.keys()]).flatMap((good) => {
    const made = works.made.get(good)!;
    const embedded = ACCOUNTS.map((account) => findEmbedded(good, account, works, made[0]!, []));
    const specific = embedded.map(({ figure }) => figure);
    const whole = ACCOUNTS.map((account, index) =>
      wholeFigure(`cbam/${good}/${account}`, embedded[index]!, made, works),
    );
    return [
      ...specific,
      ...(grid === undefined ? [] : [electricityFigure(good, grid, specific[1]!, made[0]!, context)]),
      totalFigure(`cbam/${good}/specific/total`, 't{CO2e}/t', specific, set, context),
      ...whole,
      totalFigure(`cbam/${good}/total`, 't{CO2e}', whole, set, context),
    ];
  });
}

function openWorks(context: Context, set: string): Works {
  const { rows, period } = context;
  return {
    context,
    set,
    made: Map.groupBy(selectActivities(rows, 'goods', period), ({ detail }) => detail.good),
    precursors: Map.groupBy(selectActivities(rows, 'precursor', period), ({ detail }) => detail.of),
    attributed: Map.groupBy(
      selectActivities(rows, 'attributed-emissions', period),
      ({ detail }) => `${detail.account}/${detail.good}`,
    ),
    known: new Map(),
  };
}

/**
 * Returns the emissions per tonne of a good that a row names, as stated, or as (attributed + the sum of M × SEE of its
 * precursors) / made; each good is computed once, however many it goes into.
 * @throws EngineError `precursor-cycle`, `missing-activity`, `missing-factor`, `ambiguous-factor`, `mixed-gwp-sets`
 */
function findEmbedded(
  good: string,
  account: Account,
  works: Works,
  by: Row,
  above: readonly string[],
): Embedded {
  const name = `${account}/${good}`;
  const before = works.known.get(name);
  if (before !== undefined) return before;
  const precursors = works.precursors.get(good) ?? [];
  const attributed = works.attributed.get(name) ?? [];
  const stated = rowsAbout(works.context.rows, 'embedded-emissions', good).filter(
    ({ detail }) => detail.account === account,
  );
  const isStated = attributed.length === 0 && precursors.length === 0;
  if (!isStated) refuseBoth(good, stated);
  const specific = isStated
    ? statedSpecific(good, account, stated, by, works)
    : computeSpecific({ good, account, precursors, attributed }, works, by, above);
  const embedded = { amount: specific.amount, figure: specificFigure(good, account, specific, works) };
  works.known.set(name, embedded);
  return embedded;
}

function specificFigure(good: string, account: Account, specific: Specific, { set, context }: Works): Figure {
  const { amount, formula, operands, factors, warnings } = specific;
  return finishFigure(
    {
      ...describe(set),
      key: `cbam/${good}/specific/${account}`,
      amount,
      unit: 't{CO2e}/t',
      factors,
      formula,
      operands,
      warnings,
    },
    context,
  );
}

function refuseBoth(good: string, [row]: readonly RowOf<'embedded-emissions'>[]): void {
  if (row === undefined) return;
  const text = `${good} has a stated value and emissions or precursors of its own`;
  throw new EngineError('ambiguous-factor', text, row.key, placeOf(row, 'value'));
}

function statedSpecific(
  good: string,
  account: Account,
  stated: readonly RowOf<'embedded-emissions'>[],
  by: Row,
  { set, context: { period, proxies } }: Works,
): Specific {
  const what = `${account} embedded emissions of ${good}`;
  const factor = selectFactor(stated, { what, period, by, column: 'detail.good' }, proxies);
  refuseOtherSet(factor.row, set);
  return {
    amount: amountIn(factor.row, INTENSITY, 'CO2e'),
    formula: 'SEE',
    operands: [operandOf('SEE', factor.row)],
    factors: noteFactors([['SEE', factor]]),
    warnings: warningsOf([factor]),
  };
}

function refuseOtherSet(row: RowOf<'embedded-emissions' | 'attributed-emissions'>, set: string): void {
  const { gwpSet = set } = row.detail;
  if (gwpSet === set) return;
  const text = `${row.key} is under ${gwpSet}, not ${set}`;
  throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
}

interface Making {
  readonly good: string;
  readonly account: Account;
  readonly precursors: readonly RowOf<'precursor'>[];
  readonly attributed: readonly RowOf<'attributed-emissions'>[];
}

function computeSpecific(
  { good, account, precursors, attributed }: Making,
  works: Works,
  by: Row,
  above: readonly string[],
): Specific {
  refuseCycle(good, above, precursors[0] ?? by);
  const made = works.made.get(good) ?? [];
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  if (tonnes.isZero()) {
    const text = `no amount of ${good} was made in the period`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  const inputs = precursors.map((row) => ({
    row,
    embedded: findEmbedded(row.detail.good, account, works, row, [...above, good]),
  }));
  if (attributed.length === 0) {
    const text = `no ${account} emissions of making ${good} are stated: where there are none, state 0`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  for (const row of attributed) refuseOtherSet(row, works.set);
  const own = sumAmounts(attributed.map((row) => amountIn(row, 't', 'CO2e')));
  const brought = sumAmounts(
    inputs.map(({ row, embedded }) => amountIn(row, 't', null).times(embedded.amount)),
  );
  const below = inputs.map(({ embedded }) => embedded.figure.detail);
  return {
    amount: own.plus(brought).div(tonnes),
    formula: `(sum(Em[i]) + sum(M[i] * SEE[i])) / sum(AL[i])${precursors.length === 0 ? '' : EXACT}`,
    operands: [
      ...attributed.map((row, index) => operandOf(indexName('Em', index, 2), row)),
      ...inputs.flatMap(({ row, embedded }, index) => [
        operandOf(indexName('M', index, 2), row),
        operandOfEmbedded(indexName('SEE', index, 2), embedded, works),
      ]),
      ...made.map((row, index) => operandOf(indexName('AL', index, 2), row)),
    ],
    factors: distinct(below.flatMap(({ factors }) => factors)),
    warnings: distinct(below.flatMap(({ derivation }) => derivation.warnings)),
  };
}

/** A good of the run is a figure of it; one that is only bought, the row that states its emissions. */
function operandOfEmbedded(name: string, { figure }: Embedded, { made }: Works): Operand {
  const { key, value, unit, detail } = figure;
  const isFigure = made.has(key.split('/')[1]!);
  return isFigure ? { name, value, unit, key } : { ...detail.derivation.operands[0]!, name };
}

function refuseCycle(good: string, above: readonly string[], row: Row): void {
  if (!above.includes(good) && above.length < MAX_DEPTH) return;
  const way = [...above, good].join(' ← ');
  const text = `a good is made of itself, or over more than ${MAX_DEPTH} levels: ${way}`;
  throw new EngineError('precursor-cycle', text, way, placeOf(row, 'detail.good'));
}

/** Electricity per tonne is what the indirect emissions are, over the factor of its grid. */
function electricityFigure(good: string, grid: string, indirect: Figure, by: Row, context: Context): Figure {
  const candidates = rowsOfType(context.rows, 'grid-factor').filter(
    ({ detail }) => detail.grid === grid && detail.mix === 'average' && detail.basis === 'generation',
  );
  const sought = { what: `average mix of ${grid}`, period: context.period, by, column: 'detail.good' };
  const factor = selectFactor(candidates, sought, context.proxies);
  const { key, value, unit, detail } = indirect;
  const intensity = amountIn(factor.row, 't/MW.h', factor.row.unit.substance);
  if (intensity.isZero()) {
    const text = `${factor.row.key} is zero: no electricity is implied by it`;
    throw new EngineError('out-of-range', text, factor.row.value, placeOf(factor.row, 'value'));
  }
  return finishFigure(
    {
      ...describe(detail.gwpSet ?? ''),
      key: `cbam/${good}/specific/electricity`,
      amount: parseAmount(value).div(intensity),
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
  key: string,
  { amount, figure }: Embedded,
  made: readonly RowOf<'goods'>[],
  { set, context }: Works,
): Figure {
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  const { value, unit, detail } = figure;
  return finishFigure(
    {
      ...describe(set),
      key,
      amount: tonnes.times(amount),
      unit: 't{CO2e}',
      factors: detail.factors,
      formula: `${made.length === 1 ? 'AL * SEE' : 'sum(AL[i]) * SEE'}${EXACT}`,
      operands: [
        ...made.map((row, index) => operandOf(indexName('AL', index, made.length), row)),
        { name: 'SEE', value, unit, key: figure.key },
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
