import type { Figure } from '../../engine/figures/figure.ts';
import type { RunResult } from '../../engine/run.ts';

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

/** Returns a result without the counts of rows: a run that is repeated with only its used rows reads fewer. */
export function withoutCounts({ reconciliation: _reconciliation, ...result }: RunResult): object {
  return result;
}
