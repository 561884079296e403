/** One line of figures: what was measured, and its cells. */
export type Line = readonly string[];

/** A ratio with a goal. */
export interface Goal {
  readonly what: string;
  readonly ratio: number;
  readonly goal: number;
  readonly sense: 'at least' | 'at most';
}

/** The result of one benchmark: a section of `docs/benchmarks.md`. */
export interface Row {
  readonly title: string;
  /** What was measured and how, in Markdown. */
  readonly method: string;
  readonly head: Line;
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  /** What explains the figures, in Markdown. */
  readonly notes?: readonly string[];
}

/** A benchmark: `bench/rows/<name>.ts` exports it as `measureRow`. */
export interface Benchmark {
  readonly measureRow: () => Promise<Row>;
}

/** Returns whether a goal is met. */
export function isMet({ ratio, goal, sense }: Goal): boolean {
  return sense === 'at least' ? ratio >= goal : ratio <= goal;
}
