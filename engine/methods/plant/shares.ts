import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { listValid, selectFactor } from '../../factors/factor.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { factorOf, sumOf, type Quantity } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE } from '../../quantities/decimal.ts';
import type { RowOf } from '../../rows/row.ts';
import { rowsAbout, rowsOfType } from '../../rows/row-index.ts';
import type { Plant } from './network.ts';

type UnitRow = RowOf<'plant-unit'>;

/** A good that a unit makes, and its share in what the unit emits. */
export interface Share {
  readonly good: string;
  readonly share: Quantity;
}

/**
 * Returns the goods of each unit of a plant that makes any in the period.
 * @throws EngineError `bad-shares` where the shares of a unit are not 1 together; `ambiguous-factor`
 */
export function openShares({ name, units }: Plant, context: MethodContext): ReadonlyMap<string, Share[]> {
  const valid = listValid(rowsAbout(context.rows, 'plant-unit', name), { period: context.period });
  const byUnit = Map.groupBy(valid, ({ detail }) => detail.unit);
  return new Map(
    units.flatMap((unit) => {
      const rows = byUnit.get(unit);
      return rows === undefined ? [] : [[unit, selectShares(rows, context)] as const];
    }),
  );
}

/** Returns the shares of one unit, from the rows that are valid in the period. */
function selectShares(rows: readonly UnitRow[], { period, proxies }: MethodContext): Share[] {
  const { plant, unit } = rows[0]!.detail;
  const byGood = [...Map.groupBy(rows, ({ detail }) => detail.good)];
  const shares = byGood.map(([good, own]): Share => {
    const what = `share of ${good} in unit ${unit} of ${plant}`;
    const factor = selectFactor(own, { what, period, by: own[0]!, column: 'detail.good' }, proxies);
    return { good, share: factorOf('S', factor, '1', null) };
  });
  const sum = new ExactEvaluator().evaluate(sumOf(shares.map(({ share }) => share)));
  if (sum.minus(ONE).isZero()) return shares;
  const { row } = shares[0]!.share;
  const goods = shares.map(({ good }) => good).join(', ');
  const text = `${row.key}: the shares of ${goods} in unit ${unit} of ${plant} are ${String(sum)} together: expected 1`;
  throw new EngineError('bad-shares', text, String(sum), placeOf(row, 'value'));
}

/** Throws for a good of a unit that no stream enters or leaves: its emissions would be missing. @throws EngineError `missing-activity` */
export function refuseUnknownUnits(plants: readonly Plant[], context: MethodContext): void {
  const units = new Map(plants.map(({ name, units: own }) => [name, new Set(own)]));
  const stray = listValid(rowsOfType(context.rows, 'plant-unit'), { period: context.period }).find(
    ({ detail }) => units.get(detail.plant)?.has(detail.unit) !== true,
  );
  if (stray === undefined) return;
  const { unit, plant } = stray.detail;
  const text = `${stray.key} is about unit ${unit} of ${plant}, which no stream enters or leaves: correct a name, or add the streams of the unit`;
  throw new EngineError('missing-activity', text, unit, placeOf(stray, 'detail.unit'));
}
