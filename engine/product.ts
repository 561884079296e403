import { sumAmounts, type Amount } from './decimal.ts';
import type { Factor } from './factor.ts';
import {
  distinctTexts,
  finishFigure,
  indexName,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Draft,
  type Figure,
} from './figure.ts';
import { amountIn, type Row } from './row.ts';

/** One symbol of a term: the row that it stands for, the unit it is taken in, what its mass is of. */
export interface Multiplicand {
  readonly name: string;
  readonly row: Row;
  readonly unit: string;
  readonly substance: string | null;
  /** Null where it is the activity. */
  readonly factor: Factor | null;
}

/** An activity, or a factor, of a term. */
export function activityTerm(
  name: string,
  row: Row,
  unit: string,
  substance: string | null = null,
): Multiplicand {
  return { name, row, unit, substance, factor: null };
}

/** A factor of a term. */
export function factorTerm(
  name: string,
  factor: Factor,
  unit: string,
  substance: string | null = null,
): Multiplicand {
  return { name, row: factor.row, unit, substance, factor };
}

/** A constant by which every term is multiplied, exactly. */
export interface Ratio {
  readonly text: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** What a figure says of itself beside what its terms say. */
export type ProductDraft = Pick<Draft, 'key' | 'unit' | 'method' | 'scope' | 'gases' | 'gwpSet'> & {
  readonly ratio?: Ratio;
  readonly warnings?: Draft['warnings'];
  readonly basis?: string;
};

/**
 * Returns the figure that is the sum of products of rows, one product for each activity: `sum(AD[i] * EF[i])`; where some
 * activities want fewer factors than others, a sum of both kinds.
 */
export function sumProducts(
  terms: readonly (readonly Multiplicand[])[],
  { ratio, warnings = [], ...draft }: ProductDraft,
  context: Context,
): Figure {
  const factors = terms.flatMap((term) =>
    term.flatMap(({ name, factor }) => (factor ? [{ name, factor }] : [])),
  );
  const activities = terms.flatMap((term) => term.filter(({ factor }) => factor === null));
  return finishFigure(
    {
      ...draft,
      amount: sumAmounts(terms.map((term) => multiplyTerm(term, ratio))),
      categories: distinctTexts(
        activities.flatMap(({ row }) => ('category' in row.detail ? row.detail.category : [])),
      ),
      geographies: distinctTexts(
        activities.flatMap(({ row }) => ('geography' in row.detail ? (row.detail.geography ?? []) : [])),
      ),
      factors: noteFactors(factors.map(({ name, factor }) => [name, factor])),
      formula: writeFormula(terms, ratio),
      operands: terms.flatMap((term, index) =>
        term.map(({ name, row }) => operandOf(indexName(name, index, terms.length), row)),
      ),
      warnings: [...warningsOf(factors.map(({ factor }) => factor)), ...warnings],
    },
    context,
  );
}

function multiplyTerm(term: readonly Multiplicand[], ratio: Ratio | undefined): Amount {
  const product = term
    .map(({ row, unit, substance }) => amountIn(row, unit, substance))
    .reduce((left, right) => left.times(right));
  return ratio === undefined ? product : product.times(ratio.numerator).div(ratio.denominator);
}

function writeFormula(terms: readonly (readonly Multiplicand[])[], ratio: Ratio | undefined): string {
  const kinds = new Map(terms.map((term) => [term.length, term]));
  const sums = [...kinds.values()].map((term) => {
    const names = term.map(({ name }) => (terms.length === 1 ? name : `${name}[i]`));
    const product = [...names, ...(ratio === undefined ? [] : [ratio.text])].join(' * ');
    return terms.length === 1 ? product : `sum(${product})`;
  });
  return sums.join(' + ');
}
