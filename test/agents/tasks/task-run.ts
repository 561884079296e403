import { openChoices } from '../../../agents/procedures/propose.ts';
import {
  answerQuestion,
  type Answered,
  type Answerer,
  type AnswerPorts,
} from '../../../agents/coordinator/answer-question.ts';
import { findProcedure } from '../../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../../agents/procedures/procedure.ts';
import type { ComputeRun, GivenRun } from '../../../agents/procedures/workbench.ts';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { computeFigures, type ComputedFigures } from '../../../jobs/compute/compute-figures.ts';
import { drawFrom } from '../../../agents/evaluate/rows/random.ts';
import type { Language } from '../../../agents/words/language.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';

/** Facts are drawn anew from the seed of the run. */
export const SEED = Number(process.env['PROPERTY_SEED'] ?? 11);

const runs = new Map<string, readonly GivenRun[]>();
/** By what was asked, as text. */
const computed = new Map<string, Promise<ComputedFigures>>();

/** The digest of a policy: nothing of these tasks is proven. */
export const POLICY = `0x${'0'.repeat(64)}` as const;

/** Returns the runs of a task, drawn once. */
export function runsOf(task: Task): readonly GivenRun[] {
  const known = runs.get(task.name) ?? task.runs(drawFrom(SEED));
  runs.set(task.name, known);
  return known;
}

/** Computes a run once, by the engine's file. */
export const compute: ComputeRun = (request) => {
  const name = JSON.stringify(request);
  const known =
    computed.get(name) ??
    computeFigures(request, {
      engines: engineFolder,
      openDocument: () => Promise.resolve(null),
      finish: (prepared) => prepared.finish(),
      onProgress: () => {},
    });
  computed.set(name, known);
  return known;
};

export function procedureOf({ question }: Task): Procedure {
  const procedure = findProcedure(question);
  if (procedure === null) throw new Error(`no procedure answers ${question}`);
  return procedure;
}

export function textOf({ en, zh }: Task, language: Language): string {
  return language === 'en' ? en : zh;
}

/** What a task is answered with: the engine's file, and the records that it has. */
export function portsOf({ records, options }: Task): Omit<AnswerPorts, 'onProgress' | 'signal'> {
  return {
    compute,
    ...(records === undefined ? {} : { records }),
    ...(options === undefined ? {} : openChoices(options)),
  };
}

/** Answers a task in a language. */
export function answerTask(task: Task, language: Language, answerer: Answerer): Promise<Answered> {
  const question = {
    procedure: procedureOf(task),
    text: textOf(task, language),
    language,
    runs: runsOf(task),
  };
  return answerQuestion({ ...question, policy: POLICY }, answerer, {
    ...portsOf(task),
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}
