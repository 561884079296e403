import { selectActivities } from '../activity.ts';
import { sumAmounts, type Amount } from '../decimal.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factor.ts';
import {
  distinct,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Draft,
  type Figure,
  type Operand,
} from '../figure.ts';
import { amountIn, type Row, type RowOf } from '../row.ts';
import type { Account } from '../row-detail.ts';
import { rowsAbout } from '../row-index.ts';

/** Emissions per tonne of a good, and the rows and figures that they came from. */
type Specific = Pick<Draft, 'amount' | 'formula' | 'operands' | 'factors' | 'warnings'>;

/** Emissions per tonne of a good before rounding, and as they are shown. */
export interface Embedded {
  readonly amount: Amount;
  readonly figure: Figure;
}

/** What formulas say of emissions per tonne that a figure of the run shows. */
export const EXACT = '; SEE before its rounding';

/** How far the precursors of precursors are followed. */
const MAX_DEPTH = 64;
const INTENSITY = 't/t';

/** The rows of a run by the good that they are about, and the goods that were computed. */
export interface Works {
  readonly context: Context;
  readonly set: string;
  readonly made: ReadonlyMap<string, readonly RowOf<'goods'>[]>;
  readonly precursors: ReadonlyMap<string, readonly RowOf<'precursor'>[]>;
  readonly attributed: ReadonlyMap<string, readonly RowOf<'attributed-emissions'>[]>;
  readonly known: Map<string, Embedded>;
  /** How many more notes may be taken over from precursors. */
  left: number;
}

/** The most notes on factors, and warnings, that the goods of a run take over from their precursors: each good repeats them. */
const MOST_TAKEN_OVER = 1_000_000;

/**
 * Returns the rows of a run by good.
 * @throws EngineError `missing-activity` where a row is about the making of a good that was not made; as `selectActivities`
 */
export function openWorks(context: Context, set: string): Works {
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

/** Emissions of a good that no row says was made would count nowhere. */
function refuseUnmade(row: Row, member: string, good: string, made: Works['made']): void {
  if (made.has(good)) return;
  const text = `${row.key} is of the making of ${good}, and no row says that it was made in the period`;
  throw new EngineError('missing-activity', text, good, placeOf(row, `detail.${member}`));
}

/** What needs the emissions of a good: the good of the run itself, or what it went into. */
type Needing = RowOf<'goods' | 'precursor'>;

/**
 * Returns the emissions per tonne of a good that a row names, as stated, or as (attributed + the sum of M × SEE of its
 * precursors) / made; each good is computed once, however many it goes into.
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

/** Where a good comes from, if that is said: what was made says it, else the row that it went into. */
function placeOfGood(good: string, { made }: Works, by: Needing): string | undefined {
  const [first = by, ...others] = made.get(good) ?? [];
  const { geography } = first.detail;
  const other = others.find(({ detail }) => detail.geography !== geography);
  if (other === undefined) return geography;
  const text = `${good} comes from several places: name a good of each`;
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
  const text = `${good} has a stated value and emissions or precursors of its own`;
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
  by: Needing,
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
  const text = `the goods of the run repeat more than ${MOST_TAKEN_OVER} notes on factors of their precursors`;
  throw new EngineError('overflow', text, by.detail.good, placeOf(by, 'detail.good'));
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

/** Returns what every figure of embedded emissions is about. */
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
