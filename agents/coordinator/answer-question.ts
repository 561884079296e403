import type { Hex } from '../../core/encoding/hex.ts';
import { admit, admitNotice, admitRefusal } from '../gate/admit.ts';
import type { GateContext } from '../gate/gate-context.ts';
import { HandleTable } from '../handles/handle-table.ts';
import { findGiven } from '../handles/find-given.ts';
import { converse, type Ended, LIMITS, type OnProgress, stopOf } from '../model/converse.ts';
import type { Model } from '../model/model.ts';
import { planAnswer, takeSteps } from '../planner/plan.ts';
import { instruct } from '../procedures/instruct.ts';
import { dutiesOf } from '../procedures/obligation.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { type GivenRun, Workbench } from '../procedures/workbench.ts';
import type { Sight } from '../tools/describe.ts';
import type { Language } from '../words/language.ts';
import { listTools, openTools, type QuestionTools, type ToolPorts } from './question-tools.ts';

/** A question, and all that a person gave for it. */
export interface Question {
  readonly procedure: Procedure;
  /** What the person wrote. */
  readonly text: string;
  readonly language: Language;
  readonly runs: readonly GivenRun[];
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
}

/** What answers: a model behind its port with what it may see, or the forms planner alone. */
export type Answerer = { readonly model: Model; readonly sight: Sight } | 'forms';

/** What an answer needs of its surroundings. */
export interface AnswerPorts extends ToolPorts {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** An answer, and the workbench on which it was made. */
export interface Answered extends Ended {
  readonly workbench: Workbench;
}

/** What the parts of one question share: a handle is of one thing, and all of them together have so many calls. */
export interface SharedWork {
  readonly handles: HandleTable;
  readonly mostCalls: number;
}

/** Answers a question of a known type by its procedure, with a model or without. Both meet the same obligations. */
export async function answerQuestion(
  question: Question,
  answerer: Answerer,
  ports: AnswerPorts,
  shared: SharedWork = { handles: new HandleTable(), mostCalls: LIMITS.calls },
): Promise<Answered> {
  const { procedure, text, language, runs, policy } = question;
  const workbench = new Workbench(runs, shared.handles);
  for (const given of findGiven(text)) workbench.handles.issue(given);
  const context: GateContext = {
    ...{ handles: workbench.handles, question: text, language, policy },
    duties: dutiesOf(procedure, workbench),
  };
  const own = openTools(question, workbench, ports);
  if (answerer === 'forms')
    return { ...(await answerByForms(procedure, { workbench, context, tools: own }, ports)), workbench };
  const tools = listTools(own, procedure, workbench);
  const { model, sight } = answerer;
  const instructions = instruct(procedure, runs);
  const { handles, mostCalls } = shared;
  const conversation = { model, tools, handles, context, sight, instructions, mostCalls };
  return { ...(await converse(conversation, ports.onProgress, ports.signal)), workbench };
}

interface Prepared {
  readonly workbench: Workbench;
  readonly context: GateContext;
  readonly tools: QuestionTools;
}

/** Computes the runs, takes the steps and plans the answer; the gate judges it as that of a model. */
async function answerByForms(
  procedure: Procedure,
  { workbench, context, tools }: Prepared,
  { onProgress, signal }: AnswerPorts,
): Promise<Ended> {
  const { handles } = workbench;
  const show = (state: 'running' | 'done'): void =>
    onProgress(admitNotice({ is: 'progress', tool: 'compute', state }, handles));
  for (const { run } of workbench.given) {
    if (signal.aborted) break;
    show('running');
    await tools.compute.run({ run }, { handles, signal }).catch((error: unknown) => {
      // Who stops an answer ends what computes it.
      if (!signal.aborted) throw error;
    });
    show('done');
  }
  if (signal.aborted) {
    const error = stopOf(signal);
    onProgress(admitNotice({ is: 'host-error', code: error }, handles));
    return { admitted: admitRefusal([], context), turns: [], refused: { problems: [], error } };
  }
  await takeSteps(procedure, workbench, tools, signal);
  const verdict = admit(planAnswer(procedure, workbench, context), context);
  if ('admitted' in verdict) return { admitted: verdict.admitted, turns: [], refused: null };
  const { problems } = verdict;
  return { admitted: admitRefusal(problems, context), turns: [], refused: { problems, error: null } };
}
