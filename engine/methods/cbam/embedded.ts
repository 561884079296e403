import { selectActivities } from '../../rows/activity.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  factorOf,
  productOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { sumRows } from '../../figures/exact.ts';
import { sumOfRows } from '../../figures/terms.ts';
import { ONE, ZERO } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { ACCOUNTS, type Account } from '../../rows/row-detail.ts';
import { rowsAbout } from '../../rows/row-index.ts';
import { findExempt, findRegulated, unitOfGood, type GoodRow, type Regulated } from './good.ts';
import type { CbamRules } from '../cbam-period.ts';
import { countryOf } from '../place.ts';
import type { AttributedGood } from '../plant/attribution.ts';

/** The maximum number of levels of precursors. */
const MAX_DEPTH = 64;
const TONNE = parseUnit('t');

type Made = RowOf<'goods'>;
type Used = RowOf<'precursor'>;
type Attributed = RowOf<'attributed-emissions'>;
type Stated = RowOf<'embedded-emissions'>;

/** What a run declares besides its rows. */
export interface Declared {
  readonly set: string;
  readonly rules: CbamRules;
}

/** The rows of a run by good, and the goods that are already computed. */
export interface Works extends Declared {
  readonly context: MethodContext;
  readonly made: ReadonlyMap<string, readonly Made[]>;
  readonly precursors: ReadonlyMap<string, readonly Used[]>;
  readonly attributed: ReadonlyMap<string, readonly Attributed[]>;
  /** What plants of the run attribute to goods. */
  readonly ofPlants: ReadonlyMap<string, readonly Draft[]>;
  readonly known: Map<string, Draft | null>;
}

/**
 * Groups the rows of a run by good.
 * @throws EngineError `missing-activity` when a row is about the production of a good that was not made, `precursors-exceed-goods`
 * when more of a good was used than was made; as `selectActivities`
 */
export function openWorks(
  context: MethodContext,
  declared: Declared,
  goods: readonly AttributedGood[],
): Works {
  const { rows, period } = context;
  const made = Map.groupBy(selectActivities(rows, 'goods', period), ({ detail }) => detail.good);
  const precursors = selectActivities(rows, 'precursor', period);
  const attributed = selectActivities(rows, 'attributed-emissions', period);
  for (const row of precursors) refuseUnmade(row, 'of', row.detail.of, made);
  for (const row of attributed) refuseUnmade(row, 'good', row.detail.good, made);
  for (const { good, by } of goods) refuseUnmade(by, 'good', good, made);
  balancePrecursors(precursors, made);
  const ofPlants = Map.groupBy(goods, ({ account, good }) => `${account}/${good}`);
  return {
    ...declared,
    context,
    made,
    precursors: Map.groupBy(precursors, ({ detail }) => detail.of),
    attributed: Map.groupBy(attributed, ({ detail }) => `${detail.account}/${detail.good}`),
    ofPlants: new Map([...ofPlants].map(([name, own]) => [name, own.map(({ draft }) => draft)])),
    known: new Map(),
  };
}

/** Throws when a row is about the production of a good that no row states as made: its emissions would be lost. */
function refuseUnmade(row: Row, member: string, good: string, made: Works['made']): void {
  if (made.has(good)) return;
  const text = `${row.key} is about the production of ${good}: add a goods row for ${good} in the period`;
  throw new EngineError('missing-activity', text, good, placeOf(row, `detail.${member}`));
}

/** Throws when all uses of a good that was made in the period are more than what was made. */
function balancePrecursors(precursors: readonly Used[], made: Works['made']): void {
  for (const [good, uses] of Map.groupBy(precursors, ({ detail }) => detail.good)) {
    const rows = made.get(good);
    if (rows === undefined) continue;
    for (const use of uses) refuseOtherPlace(use, rows[0]!);
    const unit = parseUnit(unitOfGood(rows[0]!));
    const [used, available] = [sumRows(uses, unit), sumRows(rows, unit)];
    if (available.isZero() || !used.greaterThan(available)) continue;
    const text =
      `${String(used)} ${unit.text} of ${good} were used, and ${String(available)} ${unit.text} were made: correct an amount, ` +
      'or give what was bought or kept from before the name of another good';
    throw new EngineError('precursors-exceed-goods', text, String(used), placeOf(uses[0]!, 'value'));
  }
}

/** Throws when a precursor comes from another place than the good of the same name that was made. */
function refuseOtherPlace(use: Used, { detail: { geography } }: Made): void {
  const { good, geography: own = geography } = use.detail;
  if (geography === undefined || own === geography) return;
  const text = `${use.key} is ${good} of ${own}, and the ${good} that was made is of ${geography}: use a separate name for the bought good`;
  throw new EngineError('ambiguous-factor', text, own, placeOf(use, 'detail.geography'));
}

/**
 * Returns the emissions per unit of a good: the stated value, or (attributed emissions + sum of M × SEE of its precursors) /
 * amount made. Null where the rules count none: indirect emissions of a good of annex II, and its precursors have none that count.
 * Each good is computed only once.
 * @throws EngineError `precursor-cycle`, `missing-activity`, `missing-factor`, `ambiguous-factor`, `mixed-gwp-sets`,
 * `missing-gwp-set`, `overflow`; as `findRegulated`
 */
export function findEmbedded(
  good: string,
  account: Account,
  works: Works,
  by: GoodRow,
  above: readonly string[],
): Draft | null {
  const geography = placeOfGood(good, works, by);
  const cn = works.made.has(good) ? '' : (by.detail.cn ?? '');
  const name = `${account}/${good}/${geography ?? ''}/${cn}`;
  const before = works.known.get(name);
  if (before !== undefined) return before;
  const draft = draftSpecific({ good, account, geography }, works, by, above);
  works.known.set(name, draft);
  return draft;
}

interface Sought {
  readonly good: string;
  readonly account: Account;
  readonly geography: string | undefined;
}

function draftSpecific(
  { good, account, geography }: Sought,
  works: Works,
  by: GoodRow,
  above: readonly string[],
): Draft | null {
  const precursors = works.precursors.get(good) ?? [];
  const stated = rowsAbout(works.context.rows, 'embedded-emissions', good).filter(
    ({ detail }) => detail.account === account,
  );
  const isComputed = precursors.length > 0 || isAttributed(`${account}/${good}`, works);
  if (isComputed) refuseBoth(good, stated);
  const isMade = isComputed || (stated.length === 0 && hasAttributed(good, works));
  const regulated = regulatedOf(good, works, by);
  const isCounted = account === 'direct' || regulated?.detail.scope !== 'direct';
  const about = { good, account, isCounted, geography, regulated };
  const expression = isMade
    ? computeSpecific(about, works, by, above)
    : statedSpecific(about, stated, works, by);
  if (expression === null) return null;
  const decided = [regulated, ...(isMade ? precursors.map((row) => documentOf(row, works)) : [])];
  return {
    ...describeEmbedded(works),
    key: `cbam/${good}/specific/${account}`,
    unit: `t{CO2e}/${unitOfGood(works.made.get(good)?.[0] ?? by)}`,
    documents: decided.filter((row) => row !== null),
    expression,
  };
}

/** Returns the document that decides what of a precursor counts; null for a good that is made in the run, whose figures name their own. */
function documentOf(row: Used, works: Works): Row | null {
  const exempt = findExemptUse(row, works);
  if (exempt !== null) return exempt;
  return works.made.has(row.detail.good) ? null : regulatedOf(row.detail.good, works, row);
}

function hasAttributed(good: string, works: Works): boolean {
  return ACCOUNTS.some((account) => isAttributed(`${account}/${good}`, works));
}

/** Whether rows or plants state emissions, by account and good. */
function isAttributed(name: string, { attributed, ofPlants }: Works): boolean {
  return attributed.has(name) || ofPlants.has(name);
}

/** Returns the row that says which emissions of a good count. Null under the transitional rules, which count all. */
function regulatedOf(good: string, { rules, made, context }: Works, by: GoodRow): Regulated | null {
  if (rules === 'transitional') return null;
  const [first = by, ...others] = made.get(good) ?? [];
  const other = others.find(({ detail }) => detail.cn !== first.detail.cn);
  if (other === undefined) return findRegulated(first, context);
  const text = `${good} has several CN codes: use a separate name for the good of each code`;
  throw new EngineError('ambiguous-factor', text, other.detail.cn, placeOf(other, 'detail.cn'));
}

/** Returns the place of a good if one is stated: by its goods rows, else by the row that needs it. */
function placeOfGood(good: string, { made }: Works, by: GoodRow): string | undefined {
  const [first = by, ...others] = made.get(good) ?? [];
  const { geography } = first.detail;
  const other = others.find(({ detail }) => detail.geography !== geography);
  if (other === undefined) return geography;
  const text = `${good} comes from several places: use a separate name for the good of each place`;
  throw new EngineError('ambiguous-factor', text, other.detail.geography, placeOf(other, 'detail.geography'));
}

function refuseBoth(good: string, [row]: readonly Stated[]): void {
  if (row === undefined) return;
  const text = `${good} has a stated value and also emissions or precursors: keep only one of them`;
  throw new EngineError('ambiguous-factor', text, row.key, placeOf(row, 'value'));
}

interface About extends Sought {
  readonly regulated: Regulated | null;
  /** Whether the emissions of the production itself count. Those of its precursors follow their own rule. */
  readonly isCounted: boolean;
}

/** The stated value: the actual one where there is one for the place, else the default one, with its mark-up. */
function statedSpecific(
  { good, account, isCounted, geography, regulated }: About,
  stated: readonly Stated[],
  { set, context }: Works,
  by: GoodRow,
): Expression | null {
  if (!isCounted) return null;
  const { period, proxies } = context;
  if (geography === undefined) refusePlaces(stated, by);
  const actual = stated.filter(
    ({ detail }) => detail.determination === 'actual' && isHere(detail, geography),
  );
  const what = `${account} embedded emissions of ${good}`;
  const place = geography === undefined ? {} : { geography };
  const sought = { what, period, by, column: 'detail.good', ...place };
  const candidates =
    actual.length > 0 ? actual : stated.filter(({ detail }) => detail.determination === 'default');
  const factor = selectFactor(candidates.length > 0 ? candidates : stated, sought, proxies);
  refuseOtherSet(factor.row, set);
  const isDefault = factor.row.detail.determination === 'default';
  if (regulated !== null && isDefault && geography === undefined) throw refuseNoPlace(by);
  const value = factorOf('SEE', factor, `t/${unitOfGood(by)}`, 'CO2e');
  if (regulated === null || !isDefault) return value;
  return productOf(value, sumOf([constant('1', ONE, ONE), markupOf(regulated, by, context)]));
}

/** Throws where goods of an unstated place could take the value of one place. @throws EngineError `factor-out-of-place` */
function refusePlaces(stated: readonly Stated[], by: GoodRow): void {
  const row = stated.find(({ detail }) => detail.geography !== undefined);
  if (row === undefined) return;
  const text = `${by.key} states no place, and ${row.key} is of ${row.detail.geography}: state where the good was made in detail.geography`;
  throw new EngineError('factor-out-of-place', text, by.key, placeOf(by, 'detail.geography'));
}

/** From 2026 default values are those of the country of origin. */
function refuseNoPlace(by: GoodRow): EngineError {
  const text = `${by.key} states no place, and default values are by country of origin: state where the good was made in detail.geography`;
  return new EngineError('factor-out-of-place', text, by.key, placeOf(by, 'detail.geography'));
}

function isHere({ geography: own }: Stated['detail'], place: string | undefined): boolean {
  return place === undefined || own === undefined || own === place || own === countryOf(place);
}

/** Returns by how much default values of a sector are increased. A row of 0 says that they include it. */
function markupOf(
  { detail: { sector } }: Regulated,
  by: GoodRow,
  { rows, period, proxies }: MethodContext,
): Expression {
  const candidates = rowsAbout(rows, 'default-markup', sector);
  const what = `mark-up of default values of ${sector} (0 if they include it)`;
  const factor = selectFactor(candidates, { what, period, by, column: 'detail.cn' }, proxies);
  return factorOf('MU', factor, '1', null);
}

function refuseOtherSet(row: Stated | Attributed, set: string): void {
  const { gwpSet } = row.detail;
  if (gwpSet === set) return;
  if (gwpSet === undefined) {
    const text = `${row.key} is in CO2e and does not name its GWP set: add detail.gwpSet, such as ${set}`;
    throw new EngineError('missing-gwp-set', text, row.key, placeOf(row, 'detail.gwpSet'));
  }
  const text = `${row.key}: expected GWP set ${set}, got ${gwpSet}`;
  throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
}

function computeSpecific(
  { good, account, isCounted }: About,
  works: Works,
  by: GoodRow,
  above: readonly string[],
): Expression | null {
  const precursors = works.precursors.get(good) ?? [];
  refuseCycle(good, above, precursors[0] ?? by);
  const made = works.made.get(good) ?? [];
  if (sumRows(made, parseUnit(unitOfGood(made[0] ?? by))).isZero()) {
    const text = `the amount of ${good} made in the period is 0: expected more than 0`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  const brought = precursors.flatMap((row) => bringIn(row, account, works, [...above, good]) ?? []);
  if (!isCounted && brought.every(({ isZero }) => isZero)) return null;
  const own = isCounted ? [sumAttributed(good, account, works, by)] : [];
  const terms = brought.length === 0 ? [] : [sumOf(brought.map(({ term }) => term))];
  return quotientOf(sumOf([...own, ...terms]), sumGoods('AL', made, good, works));
}

/** Returns M × SEE of a precursor, or M × 0 where it is of exempt origin; null where its emissions in the account do not count. */
function bringIn(
  row: Used,
  account: Account,
  works: Works,
  above: readonly string[],
): { readonly term: Expression; readonly isZero: boolean } | null {
  const to = parseUnit(unitOfGood(row));
  const amount = sumOfRows('M', [row], { to, substance: null, selection: { keys: [row.key] } });
  if (findExemptUse(row, works) !== null)
    return { term: productOf(amount, constant('0', ZERO, ONE)), isZero: true };
  const embedded = findEmbedded(row.detail.good, account, works, row, above);
  if (embedded === null) return null;
  return { term: productOf(amount, valueOfEmbedded(embedded, row.detail.good, works)), isZero: false };
}

/** Returns the row that exempts the origin of a precursor. Under the transitional rules none does. */
function findExemptUse(row: Used, { rules, context }: Works): RowOf<'cbam-exempt'> | null {
  return rules === 'definitive' ? findExempt(row, context) : null;
}

function sumAttributed(good: string, account: Account, works: Works, by: GoodRow): Expression {
  const attributed = works.attributed.get(`${account}/${good}`) ?? [];
  const ofPlants = works.ofPlants.get(`${account}/${good}`) ?? [];
  if (ofPlants.length > 0 && attributed.length > 0) {
    const [row] = attributed;
    const text = `${row!.key} states ${account} emissions of ${good}, which ${ofPlants[0]!.key} has too: keep the row, or the plant-unit rows of ${good}`;
    throw new EngineError('ambiguous-factor', text, good, placeOf(row!, 'detail.good'));
  }
  if (ofPlants.length > 0) return sumOf(ofPlants.map((draft) => valueOf('Em', draft)));
  if (attributed.length === 0) {
    const text = `no ${account} emissions are stated for the production of ${good}: add a row, with value 0 if there are none`;
    throw new EngineError('missing-activity', text, good, placeOf(by, 'detail.good'));
  }
  for (const row of attributed) refuseOtherSet(row, works.set);
  return sumOfRows('Em', attributed, {
    to: TONNE,
    substance: 'CO2e',
    selection: selectionOf(works.context, 'attributed-emissions', { good, account }),
  });
}

/** Returns how much of a good was made, in tonnes or MW.h. */
export function sumGoods(
  symbol: string,
  made: readonly RowOf<'goods'>[],
  good: string,
  { context }: Works,
): Expression {
  const selection = selectionOf(context, 'goods', { good });
  const to = parseUnit(made[0] === undefined ? 't' : unitOfGood(made[0]));
  return sumOfRows(symbol, made, { to, substance: null, selection });
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
export function describeEmbedded({
  set,
  rules,
}: Declared): Pick<Draft, 'method' | 'scope' | 'categories' | 'gases' | 'gwpSet' | 'geographies'> {
  return {
    method: 'cbam@2',
    scope: null,
    categories: [`CBAM ${rules} period`],
    gases: ['CO2e'],
    gwpSet: set,
    geographies: [],
  };
}
