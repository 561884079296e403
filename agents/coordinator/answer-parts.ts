import { HandleTable } from '../handles/handle-table.ts';
import { LIMITS } from '../model/converse.ts';
import type { Turn } from '../model/model.ts';
import type { Procedure } from '../procedures/procedure.ts';
import type { GivenRun } from '../procedures/workbench.ts';
import {
  type Answered,
  type Answerer,
  answerQuestion,
  type AnswerPorts,
  type Question,
} from './answer-question.ts';

/** A part of a question: what one agent answers, with what its person gave for it. */
export interface QuestionPart {
  readonly procedure: Procedure;
  readonly runs: readonly GivenRun[];
}

/** A question about several things. */
export type PartedQuestion = Omit<Question, 'procedure' | 'runs'> & {
  readonly parts: readonly QuestionPart[];
};

/** The answer of an agent to its part. */
export interface AnsweredPart extends Answered {
  readonly procedure: Procedure;
}

/**
 * Answers a question part by part, each by its own agent. No handle is of two things, and the calls of a model are counted over all parts. After one that
 * was stopped, no further one is begun.
 */
export async function answerParts(
  { parts, ...asked }: PartedQuestion,
  answerer: Answerer,
  ports: AnswerPorts,
): Promise<readonly AnsweredPart[]> {
  const handles = new HandleTable();
  const answers: AnsweredPart[] = [];
  let mostCalls: number = LIMITS.calls;
  for (const { procedure, runs } of parts) {
    const question = { ...asked, procedure, runs };
    const answered = await answerQuestion(question, answerer, ports, { handles, mostCalls });
    answers.push({ ...answered, procedure });
    mostCalls -= countCalls(answered.turns);
    if (answered.refused?.error != null) break;
  }
  return answers;
}

function countCalls(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => {
    if (turn.is !== 'calls') return sum;
    return sum + turn.calls.filter(({ tool }) => tool !== 'answer').length;
  }, 0);
}
