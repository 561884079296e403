import type { Hex } from '../../core/encoding/hex.ts';
import { admit, admitNotice, admitRefusal } from '../gate/admit.ts';
import type { GateContext } from '../gate/gate-context.ts';
import { findGiven } from '../handles/find-given.ts';
import { converse, type Ended, type OnProgress } from '../model/converse.ts';
import type { Model } from '../model/model.ts';
import { planAnswer, takeSteps } from '../planner/plan.ts';
import { computeTool } from '../procedures/compute-tool.ts';
import { draftTool } from '../procedures/draft-tool.ts';
import { instruct } from '../procedures/instruct.ts';
import { dutiesOf } from '../procedures/obligation.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { type ComputeRun, type GivenRun, Workbench } from '../procedures/workbench.ts';
import { deriveTool, sortTool, tabulateTool } from '../tools/figure-tools.ts';
import type { Sight } from '../tools/describe.ts';
import type { Tool } from '../tools/tool.ts';
import type { Language } from '../words/language.ts';

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
export interface AnswerPorts {
  readonly compute: ComputeRun;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** An answer, and the workbench on which it was made. */
export interface Answered extends Ended {
  readonly workbench: Workbench;
}

/** Answers a question of a known type by its procedure, with a model or without. Both meet the same obligations. */
export async function answerQuestion(
  question: Question,
  answerer: Answerer,
  ports: AnswerPorts,
): Promise<Answered> {
  const { procedure, text, language, runs, policy } = question;
  const workbench = new Workbench(runs);
  for (const given of findGiven(text)) workbench.handles.issue(given);
  const context: GateContext = {
    ...{ handles: workbench.handles, question: text, language, policy },
    duties: dutiesOf(procedure, workbench),
  };
  const compute = computeTool(procedure, workbench, ports.compute);
  if (answerer === 'forms')
    return { ...(await answerByForms(procedure, { workbench, context, compute }, ports)), workbench };
  const tools = [compute, deriveTool, sortTool, tabulateTool, draftTool] as unknown as Tool<never>[];
  const { model, sight } = answerer;
  const instructions = instruct(procedure, runs);
  const conversation = { model, tools, handles: workbench.handles, context, sight, instructions };
  return { ...(await converse(conversation, ports.onProgress, ports.signal)), workbench };
}

interface Prepared {
  readonly workbench: Workbench;
  readonly context: GateContext;
  readonly compute: ReturnType<typeof computeTool>;
}

/** Computes the runs, takes the steps and plans the answer; the gate judges it as that of a model. */
async function answerByForms(
  procedure: Procedure,
  { workbench, context, compute }: Prepared,
  { onProgress, signal }: AnswerPorts,
): Promise<Ended> {
  const { handles } = workbench;
  const show = (state: 'running' | 'done'): void =>
    onProgress(admitNotice({ is: 'progress', tool: 'compute', state }, handles));
  for (const { run } of workbench.given) {
    if (signal.aborted) break;
    show('running');
    await compute.run({ run }, { handles, signal });
    show('done');
  }
  if (signal.aborted) {
    onProgress(admitNotice({ is: 'host-error', code: 'stopped' }, handles));
    return { admitted: admitRefusal([], context), turns: [], refused: { problems: [], error: 'stopped' } };
  }
  await takeSteps(procedure, workbench, signal);
  const verdict = admit(planAnswer(procedure, workbench, context), context);
  if ('admitted' in verdict) return { admitted: verdict.admitted, turns: [], refused: null };
  const { problems } = verdict;
  return { admitted: admitRefusal(problems, context), turns: [], refused: { problems, error: null } };
}
