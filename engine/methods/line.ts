import type { Warning } from '../errors/warning.ts';
import type { Draft } from '../figures/draft.ts';
import { ExactEvaluator } from '../figures/exact.ts';
import { nodesOf, sumOf } from '../figures/expression.ts';
import { showFew } from '../quantities/decimal.ts';

/** A figure of a gas of a process, source or refrigerant; one line of it, where its rows state a line. */
export interface LinedDraft {
  readonly draft: Draft;
  /** The key without the line: the same for all lines of the gas. */
  readonly base: string;
}

/** Returns the figure of a line, whose key ends in the line where there is one. */
export function lineOf(draft: Draft, line: string | undefined): LinedDraft {
  const base = draft.key;
  return { base, draft: line === undefined ? draft : { ...draft, key: `${base}/${line}` } };
}

/** Returns the figures. One below zero warns where all lines of its gas add up to less than zero. */
export function finishLines(lined: readonly LinedDraft[]): Draft[] {
  const evaluator = new ExactEvaluator();
  const byBase = Map.groupBy(lined, ({ base }) => base);
  return lined.map(({ base, draft }) => {
    const lines = byBase.get(base)!.map((own) => own.draft);
    if (lines.every(({ key }) => key === base)) return draft;
    const sum = evaluator.evaluate(sumOf(lines.map(({ expression }) => expression)));
    if (!sum.isNegative() || !evaluator.evaluate(draft.expression).isNegative()) return draft;
    const shown = showFew(sum);
    const message = `${draft.key} is larger than what it is taken from: all lines of ${base} add up to ${shown} ${draft.unit}`;
    return { ...draft, warnings: [...(draft.warnings ?? []), warn(draft, message)] };
  });
}

function warn({ expression }: Draft, message: string): Warning {
  const sum = nodesOf(expression).find((node) => node.kind === 'row-sum')!;
  const { record, key } = sum.rows[0]!;
  return { code: 'negative-gas', message, row: { record, key } };
}
