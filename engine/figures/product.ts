import { type Amount, ZERO } from '../quantities/decimal.ts';
import type { Factor } from '../factors/factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type MethodContext,
  type UnroundedFigure,
  type Figure,
  type Operand,
} from './figure.ts';
import { amountIn, type Row } from '../rows/row.ts';
import type { RowDetail } from '../rows/row-detail.ts';
import { divideUnits, type Unit } from '../quantities/unit.ts';

/** One symbol of a formula: its name, the unit in which its amount is taken, and the substance of its mass. */
export interface Multiplicand {
  readonly name: string;
  /** Null takes the amount in its own unit. A function derives the unit from the activity. */
  readonly unit: string | null | ((activity: Row) => string);
  readonly substance: string | null;
}

/** One product: an activity and the factors that multiply it. */
export interface Term {
  /** The symbols of the formula: first that of the activity, then those of the factors. */
  readonly symbols: readonly Multiplicand[];
  readonly activity: Row;
  readonly factors: readonly Factor[];
}

/** A constant that multiplies every term, such as 44/12. */
export interface Ratio {
  readonly text: string;
  readonly numerator: Amount;
  readonly denominator: Amount;
}

/** The members of a figure that its terms do not determine. */
export type UnroundedProduct = Pick<
  UnroundedFigure,
  'key' | 'unit' | 'method' | 'scope' | 'gases' | 'gwpSet'
> & {
  readonly ratio?: Ratio;
  readonly basis?: string;
};

const perUnit = new WeakMap<Unit, string>();

/** Returns the unit of tonnes per unit of an activity, such as `t/kW.h` for an activity in kW.h. */
export function tonnesPerUnit({ unit }: Row): string {
  let text = perUnit.get(unit);
  if (text === undefined) {
    text = divideUnits('t', unit.text);
    perUnit.set(unit, text);
  }
  return text;
}

/**
 * Returns the figure that is the sum of one product for each activity: `sum(AD[i] * EF[i])`. Activities that need different
 * sets of factors get one sum in the formula for each set.
 */
export function sumProducts(
  terms: readonly Term[],
  { ratio, ...draft }: UnroundedProduct,
  context: MethodContext,
): Figure {
  const named = nameFactors(terms);
  return finishFigure(
    {
      ...draft,
      amount: sumTerms(terms, ratio),
      categories: textsOf(terms, (detail) => ('category' in detail ? detail.category : undefined)),
      geographies: textsOf(terms, (detail) => ('geography' in detail ? detail.geography : undefined)),
      factors: noteFactors(named),
      formula: writeFormula(terms, ratio),
      operands: listOperands(terms),
      warnings: warningsOf(named.map(([, factor]) => factor)),
    },
    context,
  );
}

/** Returns the factors of the terms by name, once for each sequence of neighbouring terms that share a factor. */
function nameFactors(terms: readonly Term[]): (readonly [string, Factor])[] {
  const named: (readonly [string, Factor])[] = [];
  let before: Term | undefined;
  for (const term of terms) {
    for (let place = 0; place < term.factors.length; place++) {
      const factor = term.factors[place]!;
      const last = before?.symbols === term.symbols ? before.factors[place] : undefined;
      if (factor.row !== last?.row || factor.warning !== last.warning)
        named.push([term.symbols[place + 1]!.name, factor]);
    }
    before = term;
  }
  return named;
}

function sumTerms(terms: readonly Term[], ratio: Ratio | undefined): Amount {
  let sum = ZERO;
  for (const { symbols, activity, factors } of terms) {
    let product = amountOf(activity, symbols[0]!, activity);
    for (let place = 0; place < factors.length; place++)
      product = product.times(amountOf(factors[place]!.row, symbols[place + 1]!, activity));
    sum = sum.plus(product);
  }
  return ratio === undefined ? sum : sum.times(ratio.numerator).div(ratio.denominator);
}

function amountOf(row: Row, { unit, substance }: Multiplicand, activity: Row): Amount {
  if (unit === null) return row.amount;
  return amountIn(row, typeof unit === 'string' ? unit : unit(activity), substance);
}

function textsOf(terms: readonly Term[], read: (detail: RowDetail) => string | undefined): string[] {
  const texts = new Set<string>();
  let last: string | undefined;
  for (const { activity } of terms) {
    const text = read(activity.detail);
    if (text === last || text === undefined) continue;
    texts.add(text);
    last = text;
  }
  return distinctTexts([...texts]);
}

function listOperands(terms: readonly Term[]): Operand[] {
  const operands: Operand[] = [];
  terms.forEach(({ symbols, activity, factors }, index) => {
    operands.push(operandOf(indexName(symbols[0]!.name, index, terms.length), activity));
    for (let place = 0; place < factors.length; place++)
      operands.push(operandOf(indexName(symbols[place + 1]!.name, index, terms.length), factors[place]!.row));
  });
  return operands;
}

function writeFormula(terms: readonly Term[], ratio: Ratio | undefined): string {
  const kinds = new Set(terms.map(({ symbols }) => symbols));
  const sums = [...kinds].map((symbols) => {
    const names = symbols.map(({ name }) => (terms.length === 1 ? name : `${name}[i]`));
    const product = [...names, ...(ratio === undefined ? [] : [ratio.text])].join(' * ');
    return terms.length === 1 ? product : `sum(${product})`;
  });
  return distinct(sums).join(' + ');
}
