import { buildAnswer, nameAnswerer } from '../../../agents/answer/build-answer.ts';
import { type AnswerFile, digestAnswer } from '../../../agents/answer/answer-file.ts';
import {
  type AnswerVerdict,
  verifyAnswer,
  type VerifyAnswerPorts,
} from '../../../agents/answer/verify-answer.ts';
import { rememberReads } from '../../../agents/answer/remember-reads.ts';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import type { Answerer } from '../../../agents/coordinator/answer-question.ts';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import scripts from '../tasks/scripts.json' with { type: 'json' };
import { type ScriptedCall, scriptedModel } from '../tasks/scripted-model.ts';
import { answerTask, POLICY, procedureOf, runsOf, textOf } from '../tasks/task-run.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';
import { TASKS } from '../tasks/all-tasks.ts';

/** What verifies where no policy is: the engines of this program, and no document. */
export const PORTS: VerifyAnswerPorts = {
  readEngine: engineFolder.read,
  engines: null,
  openDocument: () => Promise.resolve(null),
  finish: (prepared) => prepared.finish(),
  ...{ verifyProof: null, policy: POLICY },
  signal: new AbortController().signal,
};

/** Returns what verifies the answer file of a task: its proof files are judged as the task has it. */
export function portsFor({ records }: Task): Partial<VerifyAnswerPorts> {
  if (records === undefined) return {};
  return {
    verifyProof: async (file) => (await records.open(parseBundle(file).records[0]!.id, PORTS.signal))!.found,
  };
}

export function taskOf(question: string): Task {
  return TASKS.find((task) => task.question === question)!;
}

/** What scripted models see: no values, and nothing private. */
export const SIGHT = { isBlind: true, serves: null } as const;

/** Returns the calls with which a model answers a task. */
export function scriptOf({ name }: Task): readonly ScriptedCall[] {
  return (scripts as Readonly<Record<string, readonly ScriptedCall[]>>)[name]!;
}

/** Returns the model that answers a task by its script. */
export function modelOf(task: Task): Answerer {
  return { model: scriptedModel(scriptOf(task)), sight: SIGHT };
}

/** Returns the answer file of a task. */
export async function answerFileOf(task: Task, answerer: Answerer): Promise<AnswerFile> {
  const reads = task.records === undefined ? null : rememberReads(task.records);
  const answered = await answerTask(reads === null ? task : { ...task, records: reads }, 'en', answerer);
  const [engine] = (await engineFolder.list()).slice(-1);
  const question = { procedure: procedureOf(task), text: textOf(task, 'en'), language: 'en' as const };
  return buildAnswer({
    question: { ...question, runs: runsOf(task), policy: POLICY },
    answered,
    by: nameAnswerer(answerer),
    engine: engine!.digest,
    records: reads?.remembered() ?? null,
    proofs: [],
  });
}

/** Returns a file with a change, and the digest that it has then: the change is found by what it says. */
export function changed(file: AnswerFile, change: (copy: AnswerFile) => void): AnswerFile {
  const copy = structuredClone(file);
  change(copy);
  return { ...copy, digest: digestAnswer(copy) };
}

export function verify(file: AnswerFile, ports: Partial<VerifyAnswerPorts> = {}): Promise<AnswerVerdict> {
  return verifyAnswer(file, { ...PORTS, ...ports });
}

/** Returns the codes of all faults, each once. */
export function codesOf({ faults, statements }: AnswerVerdict): string[] {
  const all = [...faults, ...statements.flatMap((each) => each.faults)];
  return [...new Set(all.map(({ code }) => code))].sort();
}
