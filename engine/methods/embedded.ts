import { selectActivities } from '../rows/activity.ts';
import { sumAmounts, type Amount } from '../quantities/decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factors/factor.ts';
import {
  distinct,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type MethodContext,
  type UnroundedFigure,
  type Figure,
  type Operand,
} from '../figures/figure.ts';
import { amountIn, type Row, type RowOf } from '../rows/row.ts';
import type { Account } from '../rows/row-detail.ts';
import { rowsAbout } from '../rows/row-index.ts';

/** Emissions per tonne of a good, with their derivation from rows and figures. */
type Specific = Pick<UnroundedFigure, 'amount' | 'formula' | 'operands' | 'factors' | 'warnings'>;

/** Emissions per tonne of a good: before rounding, and as the figure that is shown. */
export interface Embedded {
  readonly amount: Amount;
  readonly figure: Figure;
}

/** The note in a formula that uses emissions per tonne before rounding. These words are hashed. */
export const EXACT = '; SEE before its rounding';

/** The maximum number of levels of precursors. */
const MAX_DEPTH = 64;
const INTENSITY = 't/t';

/** The rows of a run by good, and the goods that are already computed. */
export interface Works {
  readonly context: MethodContext;
  readonly set: string;
  readonly made: ReadonlyMap<string, readonly RowOf<'goods'>[]>;
  readonly precursors: ReadonlyMap<string, readonly RowOf<'precursor'>[]>;
  readonly attributed: ReadonlyMap<string, readonly RowOf<'attributed-emissions'>[]>;
  readonly known: Map<string, Embedded>;
  /** How many more notes goods can take over from their precursors. */
  left: number;
}

/**
 * The maximum number of notes on factors and of warnings that goods take over from precursors. Each good repeats those of its
 * inputs.
 */
const MOST_TAKEN_OVER = 1_000_000;

/**
 * Groups the rows of a run by good.
 * @throws EngineError `missing-activity` when a row is about the production of a good that was not made; as `selectActivities`
 */
export function openWorks(context: MethodContext, set: string): Works {
  const { rows, period } = context;
  const made = Map.groupBy(selectActivities(rows, 'goods', period), ({ detail }) => detail.good);
  const precursors = selectActivities(rows, 'precursor', period);
  const attributed = selectActivities(rows, 'attributed-emissions', period);
  for (const row of precursors) refuseUnmade(row, 'of', row.detail.of, made);
  for (const row of attributed) refuseUnmade(row, 'good', row.detail.good, made);
  return {
    context,
    set,
    made,
    precursors: Map.groupBy(precursors, ({ detail }) => detail.of),
    attributed: Map.groupBy(attributed, ({ detail }) => `${detail.account}/${detail.good}`),
    known: new Map(),
    left: MOST_TAKEN_OVER,
  };
}

/** Throws when a row is about the production of a good that no row states as made: its emissions would be lost. */
function refuseUnmade(row: Row, member: string, good: string, made: Works['made']): void {
  if (made.has(good)) return;
  const text = `${row.key} is about the production of ${good}: add a goods row for ${good} in the period`;
  throw new EngineError('missing-activity', text, good, placeOf(row, `detail.${member}`));
}

/** The row that needs the emissions of a good: the goods row itself, or the precursor row that uses the good. */
type Needing = RowOf<'goods' | 'precursor'>;

/**
 * Returns the emissions per tonne of a good: the stated value, or (attributed emissions + sum of M × SEE of its precursors) /
 * amount made. Each good is computed only once.
 * @throws EngineError `precursor-cycle`, `missing-activity`, `missing-factor`, `ambiguous-factor`, `mixed-gwp-sets`, `overflow`
 */
export function findEmbedded(
  good: string,
  account: Account,
  works: Works,
  by: Needing,
  above: readonly string[],
): Embedded {
  const geography = placeOfGood(good, works, by);
  const name = `${account}/${good}/${geography ?? ''}`;
  const before = works.known.get(name);
  if (before !== undefined) return before;
  const precursors = works.precursors.get(good) ?? [];
  const attributed = works.attributed.get(`${account}/${good}`) ?? [];
  const stated = rowsAbout(works.context.rows, 'embedded-emissions', good).filter(
    ({ detail }) => detail.account === account,
  );
  const isStated = attributed.length === 0 && precursors.length === 0;
  if (!isStated) refuseBoth(good, stated);
  const specific = isStated
    ? statedSpecific({ good, account, stated, geography }, works, by)
    : computeSpecific({ good, account, precursors, attributed }, works, by, above);
  const embedded = { amount: specific.amount, figure: specificFigure(good, account, specific, works) };
  works.known.set(name, embedded);
  return embedded;
}

/** Returns the place of a good if one is stated: by its goods rows, else by the row that needs it. */
function placeOfGood(good: string, { made }: Works, by: Needing): string | undefined {
  const [first = by, ...others] = made.get(good) ?? [];
  const { geography } = first.detail;
  const other = others.find(({ detail }) => detail.geography !== geography);
  if (other === undefined) return geography;
  const text = `${good} comes from several places: use a separate name for the good of each place`;
  throw new EngineError('ambiguous-factor', text, other.detail.geography, placeOf(other, 'detail.geography'));
}

function specificFigure(good: string, account: Account, specific: Specific, { set, context }: Works): Figure {
  const { amount, formula, operands, factors, warnings } = specific;
  return finishFigure(
    {
      ...describeEmbedded(set),
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
  const text = `${good} has a stated value and also emissions or precursors: keep only one of them`;
  throw new EngineError('ambiguous-factor', text, row.key, placeOf(row, 'value'));
}

interface Stating {
  readonly good: string;
  readonly account: Account;
  readonly stated: readonly RowOf<'embedded-emissions'>[];
  readonly geography: string | undefined;
}

function statedSpecific(
  { good, account, stated, geography }: Stating,
  { set, context: { period, proxies } }: Works,
  by: Needing,
): Specific {
  const what = `${account} embedded emissions of ${good}`;
  const sought = { what, period, by, column: 'detail.good' };
  const factor = selectFactor(stated, geography === undefined ? sought : { ...sought, geography }, proxies);
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
  const text = `${row.key}: expected GWP set ${set}, got ${gwpSet}`;
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
  by: Needing,
  above: readonly string[],
): Specific {
  refuseCycle(good, above, precursors[0] ?? by);
  const made = works.made.get(good) ?? [];
  const tonnes = sumAmounts(made.map((row) => amountIn(row, 't', null)));
  if (tonnes.isZero()) {
    const text = `the amount of ${good} made in the period is 0: expected more than 0`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  const inputs = precursors.map((row) => ({
    row,
    embedded: findEmbedded(row.detail.good, account, works, row, [...above, good]),
  }));
  if (attributed.length === 0) {
    const text = `no ${account} emissions are stated for the production of ${good}: add a row, with value 0 if there are none`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  for (const row of attributed) refuseOtherSet(row, works.set);
  const own = sumAmounts(attributed.map((row) => amountIn(row, 't', 'CO2e')));
  const brought = sumAmounts(
    inputs.map(({ row, embedded }) => amountIn(row, 't', null).times(embedded.amount)),
  );
  const below = inputs.map(({ embedded }) => embedded.figure.detail);
  takeOver(below, works, by);
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

function takeOver(below: readonly Figure['detail'][], works: Works, by: Needing): void {
  for (const { factors, derivation } of below) works.left -= factors.length + derivation.warnings.length;
  if (works.left >= 0) return;
  const text = `the goods of the run repeat more than ${MOST_TAKEN_OVER} notes on factors of their precursors: split the run`;
  throw new EngineError('overflow', text, by.detail.good, placeOf(by, 'detail.good'));
}

/** Returns the operand for a precursor: its figure if the good is made in this run, else the row that states its emissions. */
function operandOfEmbedded(name: string, { figure }: Embedded, { made }: Works): Operand {
  const { key, value, unit, detail } = figure;
  const isFigure = made.has(key.split('/')[1]!);
  return isFigure ? { name, value, unit, key } : { ...detail.derivation.operands[0]!, name };
}

function refuseCycle(good: string, above: readonly string[], row: Row): void {
  if (!above.includes(good) && above.length < MAX_DEPTH) return;
  const path = [...above, good].join(' ← ');
  const text = `a good is an input of itself, or has more than ${MAX_DEPTH} levels of precursors: ${path}`;
  throw new EngineError('precursor-cycle', text, path, placeOf(row, 'detail.good'));
}

/** Returns the members that all figures of embedded emissions share. */
export function describeEmbedded(
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
