import type { Constant, Draft, Expression, Quantity, RowSum } from '../../figures/draft.ts';
import { constant, NOTHING, productOf, sumOf } from '../../figures/expression.ts';
import { rewriteDrafts, type Rewriting } from '../../figures/rewrite.ts';
import { ONE } from '../../quantities/decimal.ts';
import { findConversion, type Unit } from '../../quantities/unit.ts';
import { compareTexts, type Row } from '../../rows/row.ts';
import { refuseChange, type ChangedRow, type ChangedRows } from './scenario-rows.ts';

/**
 * Returns the figures of a scenario over the rows as they are stated: each changed row is its stated row times a constant. So it keeps its
 * relative uncertainty, and moves with the figures of the base case. What has no stated row, or one of 0, is a constant.
 */
export function standOnStated(
  drafts: readonly Draft[],
  { changed }: ChangedRows,
  rewriting: Pick<Rewriting, 'key' | 'stated'>,
): Draft[] {
  const moved = listMoved(changed);
  return rewriteDrafts(drafts, {
    ...rewriting,
    quantity: (node) => rewriteQuantity(node, changed),
    rows: (node) => rewriteSum(node, changed, moved),
    whole: (own, expression) =>
      listMetered(own).reduce((whole, row) => multiplyMeasured(whole, changed.get(row)), expression),
  });
}

/** Returns the stream that a figure of a meter is about: its readings count in place of what the stream states. */
export function listMetered({ key, documents = [] }: Draft): readonly Row[] {
  return /^plant\/[^/]+\/meter\//.test(key) ? documents : [];
}

/**
 * Multiplies what the meter of a changed stream measured, as the stream: its readings count, and not what it states.
 * @throws EngineError `bad-scenario` where a value is stated
 */
function multiplyMeasured(whole: Expression, own: ChangedRow | undefined): Expression {
  if (own === undefined) return whole;
  const { times, before, row, place } = own;
  if (times !== null) return productOf(whole, constant(String(times), times, ONE));
  if (before !== null && row.value === before.value && row.unit.text === before.unit.text) return whole;
  const text = `the readings of a meter count for ${row.key}, and not the value that it states: state times in place of value, or leave out detail.meter`;
  throw refuseChange(text, row.value, `${place}.value`);
}

/** The keys of the rows of each record whose details are other ones, ascending: selections of sums leave them out. */
function listMoved(changed: ChangedRows['changed']): ReadonlyMap<string, readonly string[]> {
  const rows = [...changed.values()].filter(({ isMoved }) => isMoved).map(({ row }) => row);
  const byRecord = Map.groupBy(rows, ({ record }) => record);
  return new Map(
    [...byRecord].map(([record, own]) => [record, own.map(({ key }) => key).sort(compareTexts)]),
  );
}

function rewriteQuantity(node: Quantity, changed: ChangedRows['changed']): Expression {
  const own = changed.get(node.row);
  if (own === undefined) return node;
  const { row, before } = own;
  if (node.column !== 'value')
    return before === null ? amountIn(node.amount, node.unit, node.to) : { ...node, row: before };
  if (isConstant(own)) return amountIn(row.amount, row.unit, node.to);
  const { to, by } = multiplierOf(own, node.to);
  const { amount, value, unit } = before!;
  return multiply({ ...node, row: before!, amount, value, unit, to }, by);
}

function rewriteSum(
  node: RowSum,
  changed: ChangedRows['changed'],
  moved: ReadonlyMap<string, readonly string[]>,
): Expression {
  const { record } = node.rows[0]!;
  const except = moved.get(record);
  const selection = except === undefined ? node.selection : { ...node.selection, except };
  const own = node.rows.flatMap((row) => changed.get(row) ?? []);
  if (own.length === 0) return except === undefined ? node : { ...node, selection };
  const rest = node.rows.filter((row) => !changed.has(row));
  const parts: Expression[] = rest.length === 0 ? [] : [{ ...node, rows: rest, selection }];
  for (const each of own.filter(isConstant)) parts.push(amountIn(each.row.amount, each.row.unit, node.to));
  const scaled = own.filter((each) => !isConstant(each));
  for (const alike of Map.groupBy(scaled, nameAlike).values()) {
    const { to, by } = multiplierOf(alike[0]!, node.to);
    const rows = alike.map(({ before }) => before!);
    const sum: RowSum = alike[0]!.isMoved
      ? {
          ...node,
          symbol: `${node.symbol}_changed`,
          rows,
          to,
          selection: { keys: rows.map(({ key }) => key) },
        }
      : { ...node, rows, to, selection };
    parts.push(multiply(rows.length === 1 ? sum : { kind: 'sum', parts: [sum] }, by));
  }
  return sumOf(parts);
}

/** Rows that one change multiplies by the same number count together; others one by one. */
function nameAlike({ place, times, isMoved, before }: ChangedRow): string {
  return times === null ? `${place} ${before!.key}` : `${place} ${isMoved}`;
}

/** Whether no stated row can be multiplied: it has none, or one of 0. */
function isConstant({ before, row, times }: ChangedRow): boolean {
  return before === null || (times === null && before.amount.isZero() && !row.amount.isZero());
}

/** Returns what the stated row is multiplied by, and the unit in which it then counts. */
function multiplierOf({ before, row, times }: ChangedRow, to: Unit): { to: Unit; by: Constant | null } {
  const { amount: old, unit } = before!;
  if (times !== null) return { to, by: constant(String(times), times, ONE) };
  const isAlike = row.unit.dimension === unit.dimension;
  const { multiplier, divisor } = findConversion(row.unit, isAlike ? unit : to);
  const over = multiplier === null ? row.amount : row.amount.times(multiplier);
  const under = divisor === null ? old : old.times(divisor);
  const by = over.minus(under).isZero() ? null : constant(`${String(over)}/${String(under)}`, over, under);
  return { to: isAlike ? to : unit, by };
}

function multiply(node: Expression, by: Constant | null): Expression {
  return by === null ? node : productOf(node, by);
}

/** Returns an amount as a constant in a unit. */
function amountIn(amount: Row['amount'], from: Unit, to: Unit): Expression {
  if (amount.isZero()) return NOTHING;
  const { multiplier, divisor } = findConversion(from, to);
  const over = multiplier === null ? amount : amount.times(multiplier);
  return divisor === null
    ? constant(String(over), over, ONE)
    : constant(`${String(over)}/${String(divisor)}`, over, divisor);
}
