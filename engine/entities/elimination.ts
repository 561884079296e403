import { EngineError, placeOf } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { Weight } from '../figures/consolidation.ts';
import { sumRows } from '../figures/exact.ts';
import { productOf } from '../figures/expression.ts';
import { sumAmounts, type Amount } from '../quantities/decimal.ts';
import { compareTexts, type Row } from '../rows/row.ts';
import { subjectOf } from '../rows/row-detail.ts';
import { counts, type EntityTree } from './entity-tree.ts';

/** A row of one member of the group that names another one as its counterparty. */
interface Trade {
  readonly row: Row;
  readonly entity: string;
  readonly counterparty: string;
  readonly weight: Weight;
  /** That of the counterparty in the period of the row. */
  readonly other: Weight;
}

/** What is taken from the weights of rows, because another member of the group counts it. */
export interface Elimination {
  readonly eliminated: ReadonlyMap<Row, Weight>;
  readonly warnings: readonly Warning[];
}

/**
 * Finds what members of a group sold to each other and would count twice within one scope or category. The seller's and the buyer's rows name
 * each other.
 *
 * - Scope 1 of the seller and scope 2 of the buyer: the purchase is eliminated by the weight of the seller, whose scope 1 counts by it.
 * - Rows of one type, category and subject with the same amount on both sides: one side is eliminated, that with the smaller weight.
 *
 * Sides with different amounts, and a side alone, are warned of and count.
 */
export function eliminate(rows: readonly Row[], tree: EntityTree): Elimination {
  const trades = rows.flatMap((row) => readTrade(row, tree) ?? []);
  const eliminated = new Map<Row, Weight>();
  const products = new Products();
  const rest = eliminatePurchases(trades, ({ row, weight, other }) =>
    eliminated.set(row, products.of(weight, other)),
  );
  const warnings: Warning[] = [];
  // A stream leaves one plant and enters another: what both state, nothing counts twice.
  const alike = rest.filter(({ row }) => row.detail.row !== 'plant-stream');
  for (const sides of pairSides(alike)) {
    const out = chooseSide(sides);
    if (out === null) warnings.push(...warnOfSides(sides));
    else for (const { row, weight } of out) eliminated.set(row, weight);
  }
  return { eliminated, warnings };
}

function readTrade(row: Row, tree: EntityTree): Trade | null {
  const { detail } = row;
  const counterparty = 'counterparty' in detail ? detail.counterparty : undefined;
  if (counterparty === undefined || !tree.knows(counterparty)) return null;
  const [weight, other] = [tree.weightOf(row), tree.weigh(counterparty, row)];
  const entity = tree.entityOf(row);
  if (entity === null || !counts(weight) || !counts(other)) return null;
  if (entity !== counterparty) return { row, entity, counterparty, weight, other };
  const text = `${row.key} is of ${entity}, which cannot buy from or sell to itself: correct detail.counterparty or detail.entity`;
  throw new EngineError('bad-detail', text, counterparty, placeOf(row, 'detail.counterparty'));
}

const PURCHASES: readonly string[] = ['electricity-use', 'heat-use'];

function scopeOf({ detail }: Row): string {
  if (detail.row === 'value-chain-activity') return detail.category;
  return PURCHASES.includes(detail.row) ? '2' : '1';
}

/** Hands over each purchase in scope 2 whose seller has rows in scope 1 that name the buyer; returns all trades that are in no such pair. */
function eliminatePurchases(trades: readonly Trade[], take: (trade: Trade) => void): Trade[] {
  const made = Map.groupBy(
    trades.filter(({ row }) => scopeOf(row) === '1'),
    ({ entity, counterparty }) => `${entity} ${counterparty}`,
  );
  const paired = new Set<Trade>();
  for (const trade of trades) {
    if (scopeOf(trade.row) !== '2') continue;
    const { row, entity, counterparty } = trade;
    const sales = (made.get(`${counterparty} ${entity}`) ?? []).filter(
      (sale) => sale.row.from < row.until && row.from < sale.row.until,
    );
    if (sales.length === 0) continue;
    take(trade);
    for (const each of [trade, ...sales]) paired.add(each);
  }
  return trades.filter((trade) => !paired.has(trade));
}

type Sides = readonly [readonly Trade[], readonly Trade[]];

/** Returns the trades of each two entities in one type, scope or category, and subject, by entity in ascending order. */
function pairSides(trades: readonly Trade[]): Sides[] {
  const pairs = Map.groupBy(trades, ({ row, entity, counterparty }) => {
    const { detail } = row;
    const basis = 'basis' in detail ? String(detail.basis) : '';
    const both = [entity, counterparty].sort(compareTexts);
    return JSON.stringify([detail.row, scopeOf(row), subjectOf(detail), basis, ...both]);
  });
  return [...pairs.values()].map((pair) => {
    const first = pair
      .map(({ entity }) => entity)
      .concat(pair.map((each) => each.counterparty))
      .sort(compareTexts)[0];
    return [pair.filter(({ entity }) => entity === first), pair.filter(({ entity }) => entity !== first)];
  });
}

/** Returns the side that is eliminated; null where one is empty or the amounts differ. */
function chooseSide([first, second]: Sides): readonly Trade[] | null {
  const amounts = [first, second].map(addUp);
  const [one, other] = amounts;
  if (one === null || other === null || one === undefined || other === undefined) return null;
  if (first[0]!.row.unit.dimension !== second[0]!.row.unit.dimension || !one.minus(other).isZero())
    return null;
  return addWeighed(second).greaterThan(addWeighed(first)) ? first : second;
}

/** Returns the sum of a side, in the base of its unit; null where it is empty or its units differ in kind. */
function addUp(side: readonly Trade[]): Amount | null {
  const [first] = side;
  if (first === undefined || side.some(({ row }) => row.unit.dimension !== first.row.unit.dimension))
    return null;
  return sumRows(
    side.map(({ row }) => row),
    { ...first.row.unit, numerator: 1n, denominator: 1n },
  );
}

function addWeighed(side: readonly Trade[]): Amount {
  const base = { ...side[0]!.row.unit, numerator: 1n, denominator: 1n };
  return sumAmounts(side.map(({ row, weight }) => sumRows([row], base).times(weight.amount)));
}

/** Scope 3 of one entity and scope 1 of another may both count an emission, so a side alone is nothing to warn of there. */
function warnOfSides([first, second]: Sides): Warning[] {
  const [side, other] = first.length > 0 ? [first, second] : [second, first];
  const { row, entity, counterparty } = side[0]!;
  const isOfScope3 = row.detail.row === 'value-chain-activity';
  if (other.length === 0 && isOfScope3) return [];
  const message =
    other.length === 0
      ? `${showSide(side)} of ${entity} names ${counterparty}, which has no row of this kind that names ${entity}: nothing is eliminated, and it can count twice`
      : `${showSide(side)} of ${entity} and ${showSide(other)} of ${counterparty} name each other and do not match: nothing is eliminated, and both count`;
  const { record, key } = row;
  return [{ code: 'unmatched-counterparty', message, row: { record, key } }];
}

function showSide(side: readonly Trade[]): string {
  return listSome(side.map(({ row: { key, value, unit } }) => `${key} (${value} ${unit.text})`));
}

/** Products of two weights, one object for rows that count alike. */
class Products {
  readonly #known = new Map<Weight, Map<Weight, Weight>>();

  of(weight: Weight, other: Weight): Weight {
    const ofWeight = this.#known.get(weight) ?? new Map<Weight, Weight>();
    this.#known.set(weight, ofWeight);
    const product = ofWeight.get(other) ?? multiply(weight, other);
    ofWeight.set(other, product);
    return product;
  }
}

function multiply(weight: Weight, other: Weight): Weight {
  const factors = [weight, other].flatMap(({ expression }) => expression ?? []);
  return {
    entities: [...new Set([...weight.entities, ...other.entities])],
    expression: factors.length === 0 ? null : productOf(...factors),
    amount: weight.amount.times(other.amount),
  };
}
