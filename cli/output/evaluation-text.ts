import { type EvaluationAbout, type ScoredQuestion, SCORES } from '../../agents/evaluate/score.ts';
import { formatTable } from './text-format.ts';

/** What an evaluation found. */
export interface Evaluation {
  readonly about: EvaluationAbout;
  readonly attacks: { readonly count: number; readonly through: readonly string[] };
  readonly scored: readonly ScoredQuestion[];
  /** Questions that were not asked, and why: the code of what the host did. */
  readonly left: { readonly questions: readonly string[]; readonly error: string | null };
}

/** Counts the scores of questions. */
export function countScores(scored: readonly ScoredQuestion[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    SCORES.map((score) => [score, scored.filter((each) => each.score === score).length]),
  );
}

/** Writes the scores of an evaluation: all together, of each task, and what was not right. */
export function formatEvaluation({ about, attacks, scored, left }: Evaluation): string {
  const tasks = [...new Set(scored.map(({ id }) => taskOf(id)))];
  const refused = attacks.count - attacks.through.length;
  const row = (name: string, own: readonly ScoredQuestion[]): string[] => {
    const counts = countScores(own);
    return [name, String(own.length), ...SCORES.map((score) => String(counts[score]))];
  };
  return [
    `seed ${about.seed}, ${about.model === null ? 'the forms planner' : `${about.model} at ${about.host ?? ''}, seeing ${about.sees}`}`,
    `attacks on the gate: ${refused} of ${attacks.count} refused for their one reason`,
    ...attacks.through.map((name) => `  not refused: ${name}`),
    '',
    formatTable([
      ['task', 'questions', ...SCORES],
      ...tasks.map((task) =>
        row(
          task,
          scored.filter(({ id }) => taskOf(id) === task),
        ),
      ),
      row('all', scored),
    ]),
    ...scored.filter(({ score }) => score !== 'right').map(explain),
    ...(left.questions.length === 0
      ? []
      : [
          `not asked: ${left.questions.length}, as ${left.error ?? 'nothing'} ended it; the same command with --results continues`,
        ]),
  ].join('\n');
}

function taskOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}

/** Says why a question is not right. */
export function explain({ id, score, lacks, codes, error }: ScoredQuestion): string {
  const why = [...lacks.map((each) => `lacks ${each}`), ...codes, ...(error === null ? [] : [error])];
  return `${id} ${score}${why.length === 0 ? '' : `: ${why.join(', ')}`}`;
}
