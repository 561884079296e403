import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { factorOf, productOf, quotientOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import { selectionOf, type MethodContext } from '../figures/figure.ts';
import { sumRows } from '../figures/exact.ts';
import { sumOfRows } from '../figures/terms.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { Row, RowOf } from '../rows/row.ts';
import type { Account } from '../rows/row-detail.ts';
import { rowsAbout } from '../rows/row-index.ts';

/** The maximum number of levels of precursors. */
const MAX_DEPTH = 64;
const INTENSITY = 't/t';
const TONNE = parseUnit('t');

/** The rows of a run by good, and the goods that are already computed. */
export interface Works {
  readonly context: MethodContext;
  readonly set: string;
  readonly made: ReadonlyMap<string, readonly RowOf<'goods'>[]>;
  readonly precursors: ReadonlyMap<string, readonly RowOf<'precursor'>[]>;
  readonly attributed: ReadonlyMap<string, readonly RowOf<'attributed-emissions'>[]>;
  readonly known: Map<string, Draft>;
}

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
): Draft {
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
  const expression = isStated
    ? statedSpecific({ good, account, stated, geography }, works, by)
    : computeSpecific({ good, account, precursors, attributed }, works, by, above);
  const draft = {
    ...describeEmbedded(works.set),
    key: `cbam/${good}/specific/${account}`,
    unit: 't{CO2e}/t',
    expression,
  };
  works.known.set(name, draft);
  return draft;
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
): Expression {
  const what = `${account} embedded emissions of ${good}`;
  const sought = { what, period, by, column: 'detail.good' };
  const factor = selectFactor(stated, geography === undefined ? sought : { ...sought, geography }, proxies);
  refuseOtherSet(factor.row, set);
  return factorOf('SEE', factor, INTENSITY, 'CO2e');
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
): Expression {
  refuseCycle(good, above, precursors[0] ?? by);
  const made = works.made.get(good) ?? [];
  const tonnes = sumGoods('AL', made, good, works);
  if (sumRows(made, TONNE).isZero()) {
    const text = `the amount of ${good} made in the period is 0: expected more than 0`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  const brought = precursors.map((row) => {
    const used = { to: TONNE, substance: null, selection: { keys: [row.key] } };
    const embedded = findEmbedded(row.detail.good, account, works, row, [...above, good]);
    return productOf(sumOfRows('M', [row], used), valueOfEmbedded(embedded, row.detail.good, works));
  });
  if (attributed.length === 0) {
    const text = `no ${account} emissions are stated for the production of ${good}: add a row, with value 0 if there are none`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  for (const row of attributed) refuseOtherSet(row, works.set);
  const own = sumOfRows('Em', attributed, {
    to: TONNE,
    substance: 'CO2e',
    selection: selectionOf(works.context, 'attributed-emissions', { good, account }),
  });
  const all = brought.length === 0 ? own : sumOf([own, sumOf(brought)]);
  return quotientOf(all, tonnes);
}

/** Returns the tonnes of a good that were made. */
export function sumGoods(
  symbol: string,
  made: readonly RowOf<'goods'>[],
  good: string,
  { context }: Works,
): Expression {
  const selection = selectionOf(context, 'goods', { good });
  return sumOfRows(symbol, made, { to: TONNE, substance: null, selection });
}

/** Returns the emissions of a precursor: its figure if the good is made in this run, else the row that states its emissions. */
function valueOfEmbedded(embedded: Draft, good: string, { made }: Works): Expression {
  return made.has(good) ? valueOf('SEE', embedded) : embedded.expression;
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
): Pick<Draft, 'method' | 'scope' | 'categories' | 'gases' | 'gwpSet' | 'geographies'> {
  return {
    method: 'cbam@2',
    scope: null,
    categories: ['CBAM'],
    gases: ['CO2e'],
    gwpSet: set,
    geographies: [],
  };
}
