import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor } from '../../factors/factor.ts';
import { constant, productOf, quantityOf, quotientOf, type Expression } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, ONE, parseAmount } from '../../quantities/decimal.ts';
import { convertAmount, divideUnits, parseUnit, type Unit } from '../../quantities/unit.ts';
import { rowsAbout, rowsOfType, rowsWhere } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import type { FootprintProduct } from './parameters.ts';
import type { Attribute } from './pact.ts';

type FootprintRow = RowOf<'product-footprint'>;
type FigureRow = RowOf<'figure'>;

/** An attribute of a product that is stated: by a row, or by a figure of its life cycle. */
export interface Part {
  readonly row: Row;
  /** Per declared unit: in tonnes, or as a share. */
  readonly expression: Expression;
  readonly amount: Amount;
  /** How far the true amount can be from it: half a unit of its last digit. */
  readonly room: Amount;
}

/** Finds the attributes of one product. */
export class PartReader {
  readonly #product: FootprintProduct;
  readonly #gwpSet: string;
  readonly #context: MethodContext;
  readonly #rows: readonly FootprintRow[];
  /** The most decimals of a row: zeros are not written, so a whole number has as many. */
  readonly #decimals: number;

  constructor(product: FootprintProduct, gwpSet: string, context: MethodContext) {
    [this.#product, this.#gwpSet, this.#context] = [product, gwpSet, context];
    this.#rows = rowsAbout(context.rows, 'product-footprint', product.product);
    this.#decimals = this.#rows.reduce((most, { amount: { scale } }) => (scale > most ? scale : most), 0);
  }

  /** The rows of the product, of any time. */
  get rows(): readonly FootprintRow[] {
    return this.#rows;
  }

  /** Returns what of the footprint is from primary data, where its life cycle says so; null where it does not. */
  readPrimary(): Part | null {
    const figure = this.#findFigure('primary');
    return figure === null ? null : this.#fromFigure(figure, 'CO2e');
  }

  /** Returns an attribute; null where nothing states it. @throws EngineError `double-counting`, `mixed-gwp-sets`, `mixed-gases`; as `selectFactor`, `quantityOf` */
  read({ name, substance, figure }: Attribute): Part | null {
    const rows = rowsWhere(this.#rows, name, ({ detail }) => detail.attribute === name);
    const ofCycle = figure === undefined ? null : this.#findFigure(figure);
    const [first] = rows;
    if (first !== undefined && ofCycle !== null) {
      const text = `${first.key} and the figure ${ofCycle.key} both state ${name} of ${this.#product.product}: leave out one of them`;
      throw new EngineError('double-counting', text, name, placeOf(first, 'detail.attribute'));
    }
    if (ofCycle !== null) return this.#fromFigure(ofCycle, substance!);
    if (first === undefined) return null;
    const what = `${name} of ${this.#product.product}`;
    const sought = { what, period: this.#context.period, by: first, column: 'detail.attribute' };
    const { row } = selectFactor(rows, sought, this.#context.proxies);
    return substance === null ? this.#share(row, name) : this.#fromRow(row, name, substance);
  }

  #fromRow(row: FootprintRow, name: string, substance: 'CO2e' | 'C'): Part {
    const { amount, unit } = this.#product.declaredUnit;
    const per = parseUnit(divideUnits('t', unit));
    const quantity = quantityOf(name, row, per, substance);
    const declared = parseAmount(amount);
    const times = (value: Amount): Amount => convertAmount(value, row.unit, per).times(declared);
    return {
      row,
      expression: amount === '1' ? quantity : productOf(quantity, constant(amount, declared, ONE)),
      amount: times(row.amount),
      room: times(this.#roomOf(row)),
    };
  }

  #share(row: FootprintRow, name: string): Part {
    return {
      row,
      expression: quantityOf(name, row, SHARE, null),
      amount: row.amount,
      room: this.#roomOf(row),
    };
  }

  #roomOf({ amount: { scale } }: FootprintRow): Amount {
    return new Amount(5n, (scale > 0 ? scale : this.#decimals) + 1);
  }

  #findFigure(end: string): FigureRow | null {
    const { lifeCycle } = this.#product;
    if (lifeCycle === undefined) return null;
    const key = `product/${lifeCycle.unit}/${end}`;
    return rowsOfType(this.#context.rows, 'figure').find((row) => row.key === key) ?? null;
  }

  /** A figure is of the amount of its functional unit: it counts per declared unit. */
  #fromFigure(row: FigureRow, substance: 'CO2e' | 'C'): Part {
    const { declaredUnit, lifeCycle } = this.#product;
    if (substance === 'CO2e') this.#checkFigure(row);
    const [declared, whole] = [declaredUnit.amount, lifeCycle!.amount];
    const [over, under] = [parseAmount(declared), parseAmount(whole)];
    const quantity = quantityOf(lastOf(row.key), row, TONNE, substance);
    const one = convertAmount(row.amount, row.unit, TONNE);
    const part = productOf(quantity, constant(declared, over, ONE));
    return {
      row,
      expression: quotientOf(part, constant(whole, under, ONE)),
      amount: one.times(over).div(under),
      room: new Amount(0n),
    };
  }

  #checkFigure(row: FigureRow): void {
    if (row.detail.gwpSet !== this.#gwpSet) {
      const text = `${row.key} of ${row.record}: expected GWP set ${this.#gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
      throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
    }
    if (!row.key.endsWith('/biogenic') || !row.detail.gases.includes('CO2')) return;
    const text = `${row.key} of ${row.record} has CO2 of biogenic carbon, which a footprint states by the carbon in the product: compute it with parameters.standard none`;
    throw new EngineError('mixed-gases', text, row.detail.gases, placeOf(row, 'detail.gases'));
  }
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replaceAll('-', '_');
}

const TONNE: Unit = parseUnit('t');
const SHARE = parseUnit('%');
