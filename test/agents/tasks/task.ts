import type { GivenRun } from '../../../agents/procedures/workbench.ts';
import type { RunName } from '../../../agents/handles/run-name.ts';
import type { OptionPorts } from '../../../jobs/compute/list-options.ts';
import type { FigureItem } from '../../../agents/handles/figure-item.ts';
import type { RecordReads } from '../../../agents/records/record-reads.ts';
import type { FrameId } from '../../../agents/frames/frame-list.ts';
import type { Random } from '../../engine/planted/random.ts';
import { COMMON, dataset, type TestEntry } from '../../engine/dataset.ts';

/** A question with facts that a seed draws, and what any right answer to it has. */
export interface Task {
  readonly name: string;
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

/** Returns a run of a task: with the period 2023, and six decimals. */
export function given(
  run: RunName,
  method: string,
  rows: readonly TestEntry[],
  parameters: Readonly<Record<string, unknown>> = {},
): GivenRun {
  return {
    ...{ run, method, inputs: [dataset('a', ...rows)], parameters: { ...COMMON, ...parameters } },
    ...{ party: null, isPrivate: false },
  };
}

/** Returns a decimal between two numbers. */
export function drawDecimal(random: Random, least: number, most: number, decimals = 1): string {
  return String(Number(random.between(least, most).toFixed(decimals)));
}
