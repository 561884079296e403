import type { Draft } from '../../figures/draft.ts';
import {
  factorOf,
  productOf,
  quantityOf,
  quotientOf,
  statedQuantity,
  sumOf,
  type Expression,
} from '../../figures/expression.ts';
import { METHOD } from './about.ts';
import type { Share, Weight } from './allocation.ts';
import type { Supply } from './chain.ts';

/** Returns the part of its process that each supply has, where the process has several products. */
export function draftShares(supplies: readonly Supply[]): Draft[] {
  return supplies.flatMap(({ maker, item, share }) => {
    if (share.method === 'whole') return [];
    return [
      {
        key: `share/${maker.name}/${item}`,
        unit: '1',
        expression: writeShare(share),
        ...{ method: METHOD, scope: null, categories: [], gases: [], gwpSet: null, geographies: [] },
        rules: `allocation by ${share.method}`,
      },
    ];
  });
}

function writeShare(share: Exclude<Share, { method: 'whole' }>): Expression {
  if (share.method === 'declared') {
    const stated = {
      value: share.row.detail.allocation!,
      unit: '1',
      columns: { value: 'detail.allocation', unit: 'unit' },
    };
    return statedQuantity('p', share.row, stated, '1');
  }
  const { weights, index } = share;
  return quotientOf(
    writeWeight(weights[index]!, 'own'),
    sumOf(weights.map((weight) => writeWeight(weight, 'each'))),
  );
}

function writeWeight({ rows, unit, property, per }: Weight, symbol: string): Expression {
  const amounts = sumOf(rows.map(({ row }) => quantityOf(symbol, row, unit, row.unit.substance)));
  return property === null
    ? amounts
    : productOf(amounts, factorOf(`w_${symbol}`, property.factor, per!.text, property.row.unit.substance));
}
