import type { Figure } from '../../engine/figures/figure.ts';

/** Returns the rows that the derivations of figures list, each as `record key`. */
export function namedRows(figures: readonly Figure[]): Set<string> {
  const operands = figures.flatMap(({ detail }) => detail.derivation.operands);
  return new Set(
    operands.flatMap((operand) =>
      'key' in operand && operand.record !== undefined ? [`${operand.record} ${operand.key}`] : [],
    ),
  );
}
