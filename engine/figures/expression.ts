import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Factor } from '../factors/factor.ts';
import { canonicalGas } from '../factors/gas-names.ts';
import { ONE, ZERO, type Amount } from '../quantities/decimal.ts';
import { adviseUnit } from '../quantities/unit-advice.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import { readAmount, readUnit, type Row } from '../rows/row.ts';
import type {
  Constant,
  Difference,
  Draft,
  Expression,
  FigureValue,
  Quantity,
  Quotient,
  Rounded,
} from './draft.ts';

export type {
  Constant,
  Difference,
  Expression,
  FigureValue,
  LinearSystem,
  Product,
  Quantity,
  Quotient,
  Rounded,
  RowSum,
} from './draft.ts';

/** Returns a constant, such as 44/12. */
export function constant(text: string, over: Amount, under: Amount): Constant {
  return { kind: 'constant', text, over, under };
}

/** What counts where there is nothing, such as a gas of which a grid has no factor. */
export const NOTHING: Expression = constant('0', ZERO, ONE);

/**
 * Returns the quantity of a row in a unit. If the unit of the row names a substance, as in `t{CO2}`, that must be `substance`.
 * @throws EngineError `unit-mismatch`
 */
export function quantityOf(symbol: string, row: Row, to: Unit, substance: string | null): Quantity {
  checkUnit(row, to, substance);
  return {
    kind: 'quantity',
    symbol,
    row,
    column: 'value',
    amount: row.amount,
    value: row.value,
    unit: row.unit,
    to,
    factor: null,
  };
}

/** Returns the quantity of a factor in a unit. @throws EngineError `unit-mismatch` */
export function factorOf(
  symbol: string,
  { row, warning }: Factor,
  unit: string,
  substance: string | null,
): Quantity {
  return { ...quantityOf(symbol, row, parseUnit(unit), substance), factor: { warning } };
}

/** A quantity that members of a row's detail state: a decimal text and its unit. */
export interface StatedQuantity {
  readonly value: string;
  readonly unit: string;
  /** The columns of both, for errors. */
  readonly columns: { readonly value: string; readonly unit: string };
}

/**
 * Returns a quantity that the detail of a row states, such as the factor of an instrument.
 * @throws EngineError `bad-value`, `out-of-range`, `bad-unit`, `unit-mismatch`
 */
export function statedQuantity(symbol: string, row: Row, stated: StatedQuantity, to: string): Quantity {
  const target = parseUnit(to);
  const unit = readUnit(stated.unit, row, stated.columns.unit);
  const amount = readAmount(stated.value, row, stated.columns.value);
  if (unit.dimension === target.dimension) {
    const {
      value,
      columns: { value: column },
    } = stated;
    return { kind: 'quantity', symbol, row, column, amount, value, unit, to: target, factor: null };
  }
  const text = `the factor of ${row.key} is in ${unit.text}, which cannot be converted to ${to}`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, stated.columns.unit));
}

/** Returns the sum of expressions, or the only one. */
export function sumOf(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'sum', parts };
}

/** Returns a product. */
export function productOf(...factors: readonly Expression[]): Expression {
  return factors.length === 1 ? factors[0]! : { kind: 'product', factors };
}

/** Returns `over / under`. */
export function quotientOf(over: Expression, under: Expression): Quotient {
  return { kind: 'quotient', over, under };
}

/** Returns `from − less`. */
export function differenceOf(from: Expression, less: Expression): Difference {
  return { kind: 'difference', from, less };
}

/** Returns a number rounded to decimals of the unit in which it counts. */
export function roundedOf(of: Expression, decimals: number, unit: string): Rounded {
  return { kind: 'rounded', of, decimals, unit };
}

/** Returns the value of another figure of the run. */
export function valueOf(symbol: string, draft: Draft): FigureValue {
  return { kind: 'figure', symbol, draft };
}

/**
 * Checks that the quantity of a row converts to a unit. If the unit of the row names a substance, that must be `substance`.
 * @throws EngineError `unit-mismatch`
 */
export function checkUnit(row: Row, to: Unit, substance: string | null): void {
  const { unit } = row;
  if (unit.substance !== null && !isSameGas(unit.substance, substance)) {
    const text = `${row.key} is in ${unit.text}: expected ${substance === null ? 'a unit without a gas' : `a mass of ${substance}`}`;
    throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'unit'));
  }
  if (unit === to || unit.dimension === to.dimension) return;
  const text = `${row.key} is in ${unit.text}, which does not convert to ${to.text}: ${adviseUnit(unit, to)}`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'unit'));
}

function isSameGas(one: string, other: string | null): boolean {
  return one === other || (other !== null && canonicalGas(one) === canonicalGas(other));
}

/** Returns the expressions that a node is made of. A figure's value leads into the expression of that figure. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'constant':
    case 'quantity':
    case 'row-sum':
    case 'form':
      return [];
    case 'figure':
      return [node.draft.expression];
    case 'sum':
      return node.parts;
    case 'difference':
      return [node.from, node.less];
    case 'product':
      return node.factors;
    case 'quotient':
      return [node.over, node.under];
    case 'function':
    case 'rounded':
      return [node.of];
    case 'solution':
      return [...node.system.matrix.flat(), ...node.system.vector].filter((cell) => cell !== null);
  }
}

/** The nodes of an expression down to its rows, each once, the deeper ones first. Does not enter other figures. */
export function nodesOf(expression: Expression): Expression[] {
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    if (node.kind !== 'figure') partsOf(node).forEach(visit);
    seen.add(node);
  };
  visit(expression);
  return [...seen];
}
