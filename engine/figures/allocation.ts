import { differenceOf, productOf, quotientOf, sumOf, type Expression } from './expression.ts';

/**
 * Allocates a whole to parts by their weights, such as emissions of a plant to its products: whole × weight ÷ sum of weights. The last part is
 * what the others leave, so the parts add up to the whole exactly. There must be at least one weight.
 */
export function allocate(whole: Expression, weights: readonly Expression[]): Expression[] {
  const sum = sumOf(weights);
  const parts = weights.slice(0, -1).map((weight) => quotientOf(productOf(whole, weight), sum));
  return [...parts, parts.length === 0 ? whole : differenceOf(whole, sumOf(parts))];
}
