import type { Answered } from '../coordinator/answer-question.ts';
import type { Admitted } from '../gate/admitted.ts';
import type { HostError } from '../gate/notice.ts';
import type { Item } from '../handles/item.ts';
import type { Reason } from '../reasons/reason.ts';
import type { Task } from './tasks/task.ts';

/** How an answer is scored: right, nothing was shown but reasons, or it lacks what every right answer has. */
export const SCORES = ['right', 'withheld', 'wrong'] as const;
export type Score = (typeof SCORES)[number];

/** A score with its reasons. */
export interface Scored {
  readonly score: Score;
  /** What a wrong answer lacks: `frame closes`, `finding meter-drift`, `figure a plant/works/total`. */
  readonly lacks: readonly string[];
  /** Why an answer was withheld: the codes of the gate. */
  readonly codes: readonly Reason[];
  /** What went wrong with the model or its host. */
  readonly error: HostError | null;
}

/** The score of a question, by its id. */
export type ScoredQuestion = Scored & { readonly id: string };

/** What decides the questions of an evaluation, and who answers them. */
export interface EvaluationAbout {
  readonly format: 'carbon-evaluation/1';
  readonly seed: number;
  /** Null: the forms planner. */
  readonly model: string | null;
  readonly host: string | null;
  readonly sees: 'labels' | 'values';
}

/** Scores an answer to a task. The gate sees to it that what is shown holds: this looks for what is missing. */
export function scoreAnswer(task: Task, { admitted, refused, workbench }: Answered): Scored {
  if (refused !== null) {
    const codes = [...new Set(refused.problems.map(({ code }) => code))];
    return { score: 'withheld', lacks: [], codes, error: refused.error };
  }
  const frames = admitted.blocks.flatMap((block) => (block.is === 'statement' ? block.frame.id : []));
  const shown = new Set(stated(admitted));
  const found = [...shown].flatMap((item) => (item.kind === 'finding' ? item.code : []));
  const figure = (run: (typeof task.figures)[number][0], key: string): boolean =>
    (workbench.runs.get(run) ?? []).some((handle) => {
      const item = workbench.handles.find(handle);
      return item?.kind === 'figure' && item.key === key && shown.has(item);
    });
  const lacks = [
    ...task.frames.filter((frame) => !frames.includes(frame)).map((frame) => `frame ${frame}`),
    ...task.finds.filter((code) => !found.includes(code)).map((code) => `finding ${code}`),
    ...task.figures.filter(([run, key]) => !figure(run, key)).map(([run, key]) => `figure ${run} ${key}`),
  ];
  return { score: lacks.length === 0 ? 'right' : 'wrong', lacks, codes: [], error: null };
}

/** What the statements of an answer name. */
function stated({ blocks }: Admitted): Item[] {
  return blocks.flatMap((block) =>
    block.is === 'statement'
      ? Object.values(block.slots).flatMap((each) => each.map(({ item }) => item))
      : [],
  );
}
