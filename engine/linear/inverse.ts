import type { Panel } from './coefficients.ts';
import type { Step } from './steps.ts';

/** `solution`: as near to the solution as float64 allows. `size`: what is left of each number of the right side is below a tenth of it. */
export type Goal = 'solution' | 'size';

/** What solves (I − A) X = Y for one A and any Y. */
export interface Inverse {
  solve(right: Panel, goal: Goal): Generator<Step, Panel>;
}
