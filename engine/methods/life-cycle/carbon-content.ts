import type { Warning } from '../../errors/warning.ts';
import { selectFactor } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { constant, factorOf, productOf } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE, parseAmount } from '../../quantities/decimal.ts';
import { divideUnits } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { Subject } from './figures.ts';
import type { FunctionalUnit } from './parameters.ts';

/** Returns the carbon in a functional unit, of each origin that rows state. @throws EngineError as `selectFactor`, `factorOf` */
export function draftCarbon(
  unit: FunctionalUnit,
  { about, name, forms, demand }: Subject,
  context: MethodContext,
): Draft[] {
  return (['biogenic', 'fossil'] as const).flatMap((origin) => {
    const property = `${origin}-carbon`;
    const rows = rowsWhere(
      rowsAbout(context.rows, 'product-property', unit.product),
      property,
      ({ detail }) => detail.property === property,
    );
    if (rows.length === 0) return [];
    const by = forms.chain.supplies[forms.chain.demands[demand]!.supply]!.rows[0]!.row;
    const what = `${origin} carbon of ${unit.product}`;
    const factor = selectFactor(rows, { what, period: context.period, by, column: 'unit' }, context.proxies);
    const amount = constant(unit.amount, parseAmount(unit.amount), ONE);
    return [
      {
        ...about,
        key: `product/${name}/carbon/${origin}`,
        unit: 't{C}',
        gases: [],
        expression: productOf(amount, factorOf('C', factor, divideUnits('t', unit.unit), 'C')),
      },
    ];
  });
}

/** Warns where a standard asks for the carbon in a product, and no row states it. */
export function warnOfCarbon(
  unit: FunctionalUnit,
  { forms, demand, standard }: Subject,
  drafts: readonly Draft[],
): Warning[] {
  if (standard !== 'iso14067' || unit.boundary !== 'cradle-to-gate') return [];
  if (drafts.some(({ key }) => key.endsWith('/carbon/biogenic'))) return [];
  const { record, key } = forms.chain.supplies[forms.chain.demands[demand]!.supply]!.rows[0]!.row;
  const message = `${key}: no row states the biogenic carbon in ${unit.product}, which is stated beside its footprint: add a row product-property biogenic-carbon, also where it is 0`;
  return [{ code: 'carbon-content-unstated', message, row: { record, key } }];
}
