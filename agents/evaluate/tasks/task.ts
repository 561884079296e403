import type { OptionPorts } from '../../../jobs/compute/list-options.ts';
import type { FrameId } from '../../frames/frame-list.ts';
import type { FigureItem } from '../../handles/figure-item.ts';
import type { RunName } from '../../handles/run-name.ts';
import type { GivenRun } from '../../procedures/workbench.ts';
import type { RecordReads } from '../../records/record-reads.ts';
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
  /** Whether factors are looked for in the starter data. */
  readonly options?: OptionPorts;
  /** Registered records, whose proofs are verified. */
  readonly records?: RecordReads;
  /** Statements that the answer has. */
  readonly frames: readonly FrameId[];
  /** What it finds: codes of warnings and refusals. */
  readonly finds: readonly string[];
  /** Keys of figures whose values it shows, of their runs. */
  readonly figures: readonly (readonly [run: RunName, key: string])[];
  /** Figures of records that it shows, as their parties registered them. */
  readonly stated?: readonly Pick<FigureItem, 'key' | 'value' | 'unit'>[];
}
