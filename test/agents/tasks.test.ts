import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../agents/coordinator/answer-question.ts';
import { PROCEDURES, splitQuestion } from '../../agents/coordinator/procedures.ts';
import type { FrameId } from '../../agents/frames/frame-list.ts';
import type { Block } from '../../agents/gate/block.ts';
import { findProblems } from '../../agents/gate/rules.ts';
import { findGiven } from '../../agents/handles/find-given.ts';
import { planAnswer, takeSteps } from '../../agents/planner/plan.ts';
import { computeTool } from '../../agents/procedures/compute-tool.ts';
import { dutiesOf, type Obligation } from '../../agents/procedures/obligation.ts';
import { findPicked } from '../../agents/procedures/pick.ts';
import { Workbench } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { LANGUAGES } from '../../agents/words/language.ts';
import { deriveTool } from '../../agents/tools/figure-tools.ts';
import { runMethod } from '../../engine/run.ts';
import { figureOf } from '../engine/dataset.ts';
import { checkText } from './oracle/check-document.ts';
import { checkNodes } from './oracle/check-nodes.ts';
import scripts from './tasks/scripts.json' with { type: 'json' };
import { scriptedModel, type ScriptedCall } from './tasks/scripted-model.ts';
import { answerTask, compute, POLICY, procedureOf, runsOf, textOf } from './tasks/task-run.ts';
import type { Task } from '../../agents/evaluate/tasks/task.ts';
import { TASKS } from '../../agents/evaluate/tasks/tasks.ts';

const SIGNAL = new AbortController().signal;
const scriptOf = ({ name }: Task): readonly ScriptedCall[] =>
  (scripts as Readonly<Record<string, readonly ScriptedCall[]>>)[name] ?? [];
const blindly = (script: readonly ScriptedCall[]) => ({
  model: scriptedModel(script),
  sight: { isBlind: true, serves: null },
});

/** Checks that an answer says what any right one says, with the values of an engine that runs from its sources. */
async function expectRight(task: Task, answer: ReturnType<typeof answerTask>): Promise<void> {
  const { admitted, refused, workbench } = await answer;
  expect(refused).toBeNull();
  const frames = admitted.blocks.flatMap((block) => (block.is === 'statement' ? block.frame.id : []));
  expect(frames).toEqual(expect.arrayContaining([...task.frames]));
  const shown = admitted.blocks.flatMap((block) =>
    block.is === 'statement'
      ? Object.values(block.slots).flatMap((each) => each.map(({ item }) => item))
      : [],
  );
  const codes = shown.flatMap((item) => (item.kind === 'finding' ? item.code : []));
  expect(codes).toEqual(expect.arrayContaining([...task.finds]));
  for (const [run, key] of task.figures) {
    const { method, inputs, parameters } = runsOf(task).find((each) => each.run === run)!;
    const own = figureOf(runMethod(method, inputs, parameters), key);
    const handle = workbench.runs.get(run)!.find((each) => {
      const item = workbench.handles.find(each);
      return item?.kind === 'figure' && item.key === key;
    });
    expect(shown).toContainEqual(workbench.handles.find(handle!));
    expect(workbench.handles.find(handle!)).toMatchObject({ value: own.value, unit: own.unit });
  }
}

describe.each(TASKS)('$name', (task) => {
  it.each(LANGUAGES)('is found by its words, and answered without a model, in %s', async (language) => {
    expect(splitQuestion(textOf(task, language))[0]?.question).toBe(task.question);
    const answer = answerTask(task, language, 'forms');
    await expectRight(task, answer);
    const { admitted, workbench } = await answer;
    const nodes = render(admitted, plainWriting(language));
    const { handles } = workbench;
    const facts = new Map(handles.list().map((handle) => [handle, handles.find(handle)!]));
    checkNodes(nodes, facts);
    const text = plainText(nodes);
    checkText(text, facts);
    if (language === 'zh-CN') expect(text).toMatch(/[\u4e00-\u9fff]/u);
  });

  it.each(LANGUAGES)('is answered by a model that sees handles alone, in %s', (language) =>
    expectRight(task, answerTask(task, language, blindly(scriptOf(task)))),
  );

  it('is refused to a model that skips a run, and insists', async () => {
    const { run } = procedureOf(task).runs[0]!;
    const script = scriptOf(task).filter(({ input }) => (input as { run?: string }).run !== run);
    await expectRefused(task, script);
  });

  it('is refused to a model that says the opposite, and insists', async () => {
    const script = scriptOf(task).map((call) => (call.tool === 'answer' ? lie(call) : call));
    expect(script).not.toEqual(scriptOf(task));
    await expectRefused(task, script);
  });
});

/** Checks that nothing of an answer is shown but reasons, after two repairs. */
async function expectRefused(task: Task, script: readonly ScriptedCall[]): Promise<void> {
  const { admitted, refused, turns } = await answerTask(task, 'en', blindly(script));
  expect(refused?.problems.length).toBeGreaterThan(0);
  expect(admitted.blocks.map(({ is }) => is)).toEqual(['refused']);
  expect(turns.filter((turn) => turn.is === 'calls' && turn.calls[0]?.tool === 'answer')).toHaveLength(3);
}

/** Frames, and what says the opposite with the same handles. */
const OPPOSITES: Readonly<Partial<Record<FrameId, FrameId>>> = {
  lower: 'higher',
  'cant-tell': 'lower',
  reached: 'not-reached',
  'not-reached': 'reached',
  'given-outside': 'given-inside',
  closes: 'does-not-add-up',
  'side-by-side': 'rose-throughout',
  'not-netted': 'equal',
  'no-winner': 'equal',
  removal: 'zero',
  interval: 'interval-below-zero',
  intensity: 'per-head',
};

function lie({ tool, input }: ScriptedCall): ScriptedCall {
  const blocks = (input as { blocks: Block[] }).blocks.map((block) => {
    if (block.is !== 'statement') return block;
    if (block.frame === 'withheld') return { ...block, frame: 'found' as const };
    return { ...block, frame: OPPOSITES[block.frame] ?? block.frame };
  });
  return { tool, input: { blocks } };
}

const OBLIGATIONS = PROCEDURES.flatMap(({ question, obligations }) =>
  obligations.map((obligation) => ({ question, name: obligation.name, obligation })),
);

describe('an obligation', () => {
  it.each(OBLIGATIONS)('of $question, $name, alone refuses an answer', async ({ question, obligation }) => {
    const tasks = TASKS.filter((task) => task.question === question);
    const found = await Promise.all(tasks.map((task) => isNeeded(task, obligation)));
    expect(found).toContain(true);
  });
});

/** Whether an answer to a task is refused by this obligation and by nothing else, so that it would be admitted without it. */
async function isNeeded(task: Task, obligation: Obligation): Promise<boolean> {
  const procedure = procedureOf(task);
  const workbench = new Workbench(runsOf(task));
  const { handles } = workbench;
  const question = `${task.en} 5`;
  for (const given of findGiven(question)) handles.issue(given);
  const duties = dutiesOf(procedure, workbench);
  const context = { handles, question, language: 'en' as const, policy: POLICY, duties };
  const tool = computeTool(procedure, workbench, compute);
  for (const { run } of workbench.given)
    if (obligation.is !== 'computed' || obligation.run !== run)
      await tool.run({ run }, { handles, signal: SIGNAL });
  await takeSteps(procedure, workbench, SIGNAL);
  const { blocks } = planAnswer(procedure, workbench, context);
  const asked: Block = { is: 'statement', frame: 'ask-unit', slots: { g: 'g1' } };
  const answers = await listAnswers(blocks, obligation, workbench);
  return answers.some((some) => {
    const problems = findProblems({ blocks: some.length === 0 ? [asked] : [...some] }, context);
    return problems.length === 1 && problems[0]!.duty === obligation.name;
  });
}

/** Returns answers that lack one block, or two; of an obligation to keep things apart, those that add them up. */
async function listAnswers(
  blocks: readonly Block[],
  obligation: Obligation,
  workbench: Workbench,
): Promise<readonly (readonly Block[])[]> {
  if (obligation.is === 'computed') return [blocks];
  if (obligation.is === 'apart') {
    const figures = [obligation.one, obligation.other].map((pick) => findPicked(pick, workbench)[0]!);
    const call = { handles: workbench.handles, signal: SIGNAL };
    const { handles } = await deriveTool.run({ operation: 'difference', figures }, call);
    return handles.map((a): Block[] => [...blocks, { is: 'statement', frame: 'value', slots: { a } }]);
  }
  const without = (...places: readonly number[]) => blocks.filter((_, at) => !places.includes(at));
  return blocks.flatMap((_, one) => [without(one), ...blocks.map((__, other) => without(one, other))]);
}

it('a question whose words no procedure knows has none, and one about two things has two', () => {
  expect(splitQuestion('How are you?')).toEqual([]);
  expect(
    splitQuestion('What does CBAM say, and what do our turbines avoid?').map(({ question }) => question),
  ).toEqual(expect.arrayContaining(['cbam-good', 'made-and-avoided']));
});

it('a run that the engine refuses is named in every answer', async () => {
  const task = TASKS.find(({ question }) => question === 'open-table')!;
  const refused = { name: 'refused-b', is: 'stated', what: { refusal: 'b' } } as const;
  expect(await isNeeded(task, refused)).toBe(true);
});

it('an answer that its person stops shows nothing', async () => {
  const [task] = TASKS;
  const question = { procedure: procedureOf(task!), text: task!.en, language: 'en' as const };
  const { admitted, refused } = await answerQuestion(
    { ...question, runs: runsOf(task!), policy: POLICY },
    'forms',
    { compute, onProgress: () => {}, signal: AbortSignal.abort() },
  );
  expect(refused?.error).toBe('stopped');
  expect(admitted.blocks.map(({ is }) => is)).toEqual(['refused']);
});
