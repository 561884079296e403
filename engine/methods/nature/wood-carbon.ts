import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { chainTo, partsOfChain, selectChain, type Chain } from '../../figures/chain.ts';
import { sumOf, type Expression } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, sumTerms, type Shape } from '../../figures/terms.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../../rows/row.ts';

export type WoodRow = RowOf<'wood-flow'>;

const [TONNE, CUBIC_METRE] = ['t', 'm3'].map(parseUnit) as [Unit, Unit];

/** Adds up rows of wood as carbon: those in `t{C}` as they are, others by their conversion factors. */
export class WoodCarbon {
  readonly #context: MethodContext;
  readonly #chains = new Map<WoodRow, Chain>();
  readonly #shapes = new Map<string, Shapes>();

  constructor(context: MethodContext) {
    this.#context = context;
  }

  /** Returns the carbon of rows, in t; null where there are none. @throws EngineError `unit-mismatch`; as `selectChain` */
  sum(symbol: string, rows: readonly WoodRow[]): Expression | null {
    const shapes = this.#shapes.get(symbol) ?? new Shapes();
    this.#shapes.set(symbol, shapes);
    return sumRows(rows, (row) => this.#shapeOf(symbol, row, shapes));
  }

  /** Whether a row says how much carbon it is. */
  isCarbon(row: WoodRow): boolean {
    return row.unit.substance === 'C' || row.detail.factors !== undefined;
  }

  #shapeOf(symbol: string, row: WoodRow, shapes: Shapes): Shape {
    const chain = this.#chains.get(row) ?? selectChain(row, row, this.#context);
    this.#chains.set(row, chain);
    if (!this.isCarbon(row)) {
      const text = `${row.key} is in ${row.unit.text}, which does not say how much carbon it is: state it in t{C}, or name its conversion factors in detail.factors, such as t{C}/m3`;
      throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
    }
    const start = row.unit.dimension === TONNE.dimension ? TONNE : CUBIC_METRE;
    return shapes.of([start, row.unit.substance, ...partsOfChain(chain)], () => {
      const { factors, divisors } = chainTo(TONNE, start, chain, row);
      return { symbol, to: start, substance: row.unit.substance, factors, divisors };
    });
  }
}

/** Returns the sum of rows of any records; null where there are none. Selections name their keys. */
export function sumRows<R extends Row>(rows: readonly R[], shapeOf: (row: R) => Shape): Expression | null {
  if (rows.length === 0) return null;
  const byRecord = Map.groupBy(rows, ({ record }) => record);
  const sums = [...byRecord.values()].map((own) =>
    sumTerms(own, { keys: own.map(({ key }) => key) }, shapeOf),
  );
  return sumOf(sums.flatMap((sum) => (sum.kind === 'sum' ? sum.parts : [sum])));
}
