import { differenceOf, productOf, quotientOf, sumOf, type Expression } from './expression.ts';

/**
 * Allocates a whole to parts by their weights, such as emissions of a plant to its products: whole × weight ÷ sum of weights. The last part is
 * what the others leave, so the parts add up to the whole exactly. There must be at least one weight.
 * @param refer returns what stands for a part where the last one subtracts it, such as the value of its figure
 */
export function allocate(
  whole: Expression,
  weights: readonly Expression[],
  refer: (part: Expression, index: number) => Expression,
): void {
  const sum = sumOf(weights);
  const others = weights
    .slice(0, -1)
    .map((weight, index) => refer(quotientOf(productOf(whole, weight), sum), index));
  refer(others.length === 0 ? whole : differenceOf(whole, sumOf(others)), others.length);
}
