import { findProcedure } from '../coordinator/procedures.ts';
import type { Question } from '../coordinator/answer-question.ts';
import { Invariant } from '../../core/errors.ts';
import { NO_POLICY } from '../records/policy-digest.ts';
import { LANGUAGES, type Language } from '../words/language.ts';
import { drawFrom } from './rows/random.ts';
import type { Task } from './tasks/task.ts';
import { TASKS } from './tasks/tasks.ts';

/** A question of an evaluation: a task in one language, with facts that a seed draws. */
export interface EvaluatedQuestion {
  /** Such as `plant-year/3`. */
  readonly id: string;
  readonly task: Task;
  readonly language: Language;
  readonly seed: number;
}

/** The languages of the five questions of a task: each of two situations is asked in both. */
const ROUNDS = [0, 1, 1, 0, 0] as const;
/** Facts of one place and seed are not those of the next ones. */
const STRIDE = 7919;

/** Returns the questions of an evaluation: five of each task, with other facts for each, and its situations in turn. */
export function listQuestions(seed: number): EvaluatedQuestion[] {
  const ids = [...new Set(TASKS.map(idOf))];
  return ids.flatMap((id, group) => {
    const situations = TASKS.filter((task) => idOf(task) === id);
    return ROUNDS.map((language, round) => ({
      id: `${id}/${round + 1}`,
      task: situations[round % situations.length]!,
      language: LANGUAGES[language],
      seed: seed + STRIDE * (ROUNDS.length * group + round),
    }));
  });
}

function idOf({ id, question }: Task): string {
  return id ?? question;
}

/** Draws the facts of a question. */
export function drawQuestion({ task, language, seed }: EvaluatedQuestion): Question {
  const procedure = findProcedure(task.question);
  if (procedure === null) throw new Invariant(`no procedure answers ${task.question}`);
  const text = language === 'en' ? task.en : task.zh;
  return { procedure, text, language, runs: task.runs(drawFrom(seed)), policy: NO_POLICY };
}
