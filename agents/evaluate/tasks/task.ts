import type { FrameId } from '../../frames/frame-list.ts';
import type { RunName } from '../../procedures/pick.ts';
import type { GivenRun } from '../../procedures/workbench.ts';
import type { Random } from '../rows/random.ts';

/** A question with facts that a seed draws, and what any right answer to it has. */
export interface Task {
  readonly name: string;
  /** What its questions are called; the type of the question, where it is not given. Tasks with one are situations of one task. */
  readonly id?: string;
  /** The type of its question. */
  readonly question: string;
  readonly en: string;
  readonly zh: string;
  readonly runs: (random: Random) => readonly GivenRun[];
  /** Statements that the answer has. */
  readonly frames: readonly FrameId[];
  /** What it finds: codes of warnings and refusals. */
  readonly finds: readonly string[];
  /** Keys of figures whose values it shows, of their runs. */
  readonly figures: readonly (readonly [run: RunName, key: string])[];
}
