import { EngineError, type RowPlace } from '../errors/engine-error.ts';
import type { Expression } from '../figures/draft.ts';
import { constant, differenceOf, productOf, quotientOf } from '../figures/expression.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import type { Unit } from '../quantities/unit.ts';
import {
  isSameDimension,
  multiplyDimensions,
  NO_DIMENSION,
  raiseDimension,
  showDimension,
  type Dimension,
} from './dimension.ts';
import type { Formula } from './formula.ts';

/** A formula over rows: an expression in base units (kg, m, s, J, counted things), and what it measures. */
export interface Written {
  readonly expression: Expression;
  readonly dimension: Dimension;
}

/** What a formula is written with. */
export interface Writing {
  /** Returns what a name stands for. */
  readonly named: (name: string) => Written;
  /** Where the formula is, for errors. */
  readonly place: RowPlace;
}

/**
 * Writes a formula as an expression over rows. What is added must measure the same, and a function takes a number without a unit.
 * @throws EngineError `unit-mismatch`
 */
export function writeFormula(formula: Formula, writing: Writing): Written {
  switch (formula.kind) {
    case 'number':
      return { expression: numberOf(formula.text), dimension: NO_DIMENSION };
    case 'name':
      return writing.named(formula.name);
    case 'function':
      return writeApplied(formula, writing);
    case '+':
    case '-':
    case '*':
    case '/':
      return writePair(
        formula.kind,
        writeFormula(formula.left, writing),
        writeFormula(formula.right, writing),
        writing,
      );
  }
}

/**
 * Returns an expression in a unit. What converts it is not printed: each operand of a derivation states its unit.
 * @throws EngineError `unit-mismatch` where it measures something else
 */
export function inUnit({ expression }: Written, { numerator, denominator }: Unit): Expression {
  return convert(expression, denominator, numerator);
}

/** Returns an expression that is in a unit, in base units. */
export function inBaseUnits(expression: Expression, { numerator, denominator }: Unit): Expression {
  return convert(expression, numerator, denominator);
}

function convert(expression: Expression, over: bigint, under: bigint): Expression {
  if (over === under) return expression;
  const conversion = constant('', new Amount(over), new Amount(under));
  const factors = expression.kind === 'product' ? expression.factors : [expression];
  return productOf(...factors, conversion);
}

/** Returns the amount of a decimal, in any spelling. */
function numberOf(text: string): Expression {
  const [whole = '', fraction = ''] = text.split('.');
  return constant(text, new Amount(BigInt(whole + fraction), fraction.length), ONE);
}

function writeApplied({ name, of }: Extract<Formula, { kind: 'function' }>, writing: Writing): Written {
  const { expression, dimension } = writeFormula(of, writing);
  const isPower = name !== 'ln' && name !== 'exp';
  const own = isPower ? raiseDimension(dimension, name.over, name.under) : dimension;
  if (own !== null && (isPower || own.size === 0))
    return { expression: { kind: 'function', name, of: expression }, dimension: own };
  const unit = showDimension(dimension);
  throw mismatch(
    isPower
      ? `the power ${name.over}/${name.under} of an amount in ${unit} has no unit: take it of a number without a unit`
      : `${name} takes a number without a unit, and got one in ${unit}: divide it by an amount in its unit`,
    writing,
  );
}

function writePair(sign: '+' | '-' | '*' | '/', left: Written, right: Written, writing: Writing): Written {
  const [a, b] = [left.expression, right.expression];
  switch (sign) {
    case '*':
      return {
        expression: productOf(...(a.kind === 'product' ? a.factors : [a]), b),
        dimension: multiplyDimensions(left.dimension, right.dimension),
      };
    case '/':
      return {
        expression: quotientOf(a, b),
        dimension: multiplyDimensions(left.dimension, right.dimension, -1),
      };
    case '+':
    case '-':
      break;
  }
  const isNothing = a.kind === 'constant' && a.over.isZero();
  if (!isNothing && !isSameDimension(left.dimension, right.dimension))
    throw mismatch(
      `an amount in ${showDimension(left.dimension)} and one in ${showDimension(right.dimension)} do not add up: both must measure the same`,
      writing,
    );
  const expression =
    sign === '-'
      ? differenceOf(a, b)
      : ({ kind: 'sum', isPlain: true, parts: [...(a.kind === 'sum' ? a.parts : [a]), b] } as const);
  return { expression, dimension: right.dimension };
}

function mismatch(text: string, { place }: Writing): EngineError {
  return new EngineError('unit-mismatch', `${place.key}: ${text}`, undefined, place);
}
