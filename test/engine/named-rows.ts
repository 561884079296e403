import type { Figure } from '../../engine/figures/figure.ts';

/** Returns the rows that figures name, as operands or documents, each as `record key`. */
export function namedRows(figures: readonly Figure[]): Set<string> {
  const operands = figures.flatMap(({ detail }) => detail.derivation.operands);
  const documents = figures.flatMap(({ detail }) => detail.documents ?? []);
  return new Set(
    [...operands, ...documents].flatMap((operand) =>
      'key' in operand && operand.record !== undefined ? [`${operand.record} ${operand.key}`] : [],
    ),
  );
}
