import { describe, expect, it } from 'vitest';
import { answerParts } from '../../agents/coordinator/answer-parts.ts';
import { answerQuestion } from '../../agents/coordinator/answer-question.ts';
import { PROCEDURES, splitQuestion, splitSentences } from '../../agents/coordinator/procedures.ts';
import { withinTime } from '../../agents/coordinator/time-limit.ts';
import { openTools } from '../../agents/coordinator/question-tools.ts';
import type { FrameId } from '../../agents/frames/frame-list.ts';
import type { Block } from '../../agents/gate/block.ts';
import { findProblems } from '../../agents/gate/rules.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import { findGiven } from '../../agents/handles/find-given.ts';
import { planAnswer, takeSteps } from '../../agents/planner/plan.ts';
import { dutiesOf, type Obligation } from '../../agents/procedures/obligation.ts';
import { findPicked } from '../../agents/procedures/pick.ts';
import { Workbench } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { knownFacts } from './known-facts.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { LANGUAGES } from '../../agents/words/language.ts';
import { deriveTool } from '../../agents/tools/figure-tools.ts';
import { runMethod } from '../../engine/run.ts';
import { figureOf } from '../engine/dataset.ts';
import { checkText } from './oracle/check-document.ts';
import { checkNodes } from './oracle/check-nodes.ts';
import scripts from './tasks/scripts.json' with { type: 'json' };
import { planningModel, WAYS } from './tasks/plans.ts';
import { scriptedModel, type ScriptedCall } from './tasks/scripted-model.ts';
import { answerTask, compute, POLICY, portsOf, procedureOf, runsOf, textOf } from './tasks/task-run.ts';
import type { Task } from '../../agents/evaluate/tasks/task.ts';
import { TASKS } from './tasks/all-tasks.ts';

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
  for (const stated of task.stated ?? [])
    expect(shown).toContainEqual(
      expect.objectContaining({
        ...stated,
        source: expect.objectContaining({ verdict: 'verified' }) as object,
      }),
    );
}

describe.each(TASKS)('$name', (task) => {
  it.each(LANGUAGES)('is found by its words, and answered without a model, in %s', async (language) => {
    expect(splitQuestion(textOf(task, language))[0]?.question).toBe(task.question);
    const answer = answerTask(task, language, 'forms');
    await expectRight(task, answer);
    const { admitted, workbench } = await answer;
    const nodes = render(admitted, plainWriting(language));
    const { handles } = workbench;
    const issued = new Map(handles.list().map((handle) => [handle, handles.find(handle)!]));
    const facts = knownFacts(issued, language);
    checkNodes(nodes, facts);
    const text = plainText(nodes);
    checkText(text, facts);
    if (language === 'zh-CN') expect(text).toMatch(/[\u4e00-\u9fff]/u);
  });

  it.each(LANGUAGES)('is answered by a model that sees handles alone, in %s', (language) =>
    expectRight(task, answerTask(task, language, blindly(scriptOf(task)))),
  );

  it('is refused to a model that skips a run, and insists', async () => {
    const [first] = scriptOf(task);
    const script = scriptOf(task).filter((call) => call !== first);
    await expectRefused(task, script);
  });

  it('is refused to a model that says the opposite, and insists', async () => {
    const script = scriptOf(task).map((call) => (call.tool === 'answer' ? lie(call) : call));
    expect(script).not.toEqual(scriptOf(task));
    await expectRefused(task, script);
  });
});

/** Checks that nothing of an answer is shown but reasons and the program's own table of proven figures, after two repairs. */
async function expectRefused(task: Task, script: readonly ScriptedCall[]): Promise<void> {
  const { admitted, refused, turns } = await answerTask(task, 'en', blindly(script));
  expect(refused?.problems.length).toBeGreaterThan(0);
  const kinds = admitted.blocks.map(({ is }) => is);
  expect(kinds.filter((is) => task.stated === undefined || is !== 'table')).toEqual(['refused']);
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
  'record-current': 'record-replaced',
  'made-from': 'zero',
  higher: 'lower',
  'depends-on': 'zero',
  'ask-factor': 'from-row',
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
  const tools = openTools({ procedure, text: question, policy: POLICY }, workbench, portsOf(task));
  for (const { run } of workbench.given)
    if (obligation.is !== 'computed' || obligation.run !== run)
      await tools.compute.run({ run }, { handles, signal: SIGNAL });
  if (obligation.is !== 'computed' || !['records', 'factors'].includes(obligation.run))
    await takeSteps(procedure, workbench, tools, SIGNAL);
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

/** Questions as people who had never seen the program typed them. */
const TYPED = {
  'plant-scenario': ['What if we add a second furnace with 40 % scrap?', '如果新增一座电炉会怎样？'],
  'cbam-good': ['Our supplier gave no data for the precursor', '碳边境调节机制要交多少'],
  'sources-differ': ['Why does one source say −9.17 % and the other −17.7 %?', '−9.17 % or −17.7 %?'],
  'forest-and-scope1': [
    '能用森林抵扣范围一吗？',
    '林业碳汇能不能冲抵工厂的排放',
    'Land against scope 1: subtract the forest',
  ],
  'published-interval': ['1,000 is outside 1,088 to 1,481'],
  'registered-figures': ['Show my emissions of 2023', 'Is this the latest version?', '我们的清单是多少'],
  panorama: ['各国排放比较', '给我看各省的排放'],
};

describe('the words of a person', () => {
  it.each(Object.entries(TYPED))('name the type %s', (question, texts) => {
    expect(texts.map((text) => splitQuestion(text)[0]?.question)).toEqual(texts.map(() => question));
  });
});

describe('a question about several things', () => {
  const typesOf = (text: string): readonly string[] =>
    splitSentences(text).procedures.map(({ question }) => question);

  it('has the type of each of its sentences and clauses, and what no agent knows is reported', () => {
    expect(typesOf('What does CBAM say, and what do our turbines avoid?')).toEqual([
      'cbam-good',
      'made-and-avoided',
    ]);
    expect(typesOf('土地吸收多少？计量表如何？')).toEqual(['land-year', 'which-meters']);
    expect(splitSentences('How are you? 全景 China 2022')).toMatchObject({
      procedures: [{ question: 'panorama' }],
      unknown: ['How are you?'],
    });
    expect(splitSentences('How are you?')).toEqual({ procedures: [], unknown: ['How are you?'] });
  });

  it('is answered part by part, no handle being of two things', async () => {
    const tasks = ['open-table', 'is-lower'].map((type) => TASKS.find(({ question }) => question === type)!);
    const parts = tasks.map((task) => ({ procedure: procedureOf(task), runs: runsOf(task) }));
    const asked = {
      text: tasks.map(({ en }) => en).join(' '),
      language: 'en' as const,
      policy: POLICY,
      parts,
    };
    const ports = { compute, onProgress: () => {}, signal: SIGNAL };
    const answers = await answerParts(asked, 'forms', ports);
    expect(answers.map(({ refused }) => refused)).toEqual([null, null]);
    const [first, second] = answers.map(({ admitted }) => plainText(render(admitted, plainWriting('en'))));
    const handles = (text: string): readonly string[] =>
      [...text.matchAll(/\[(f\d+)\]/gu)].map(([, name]) => name!);
    expect(handles(first!).filter((name) => handles(second!).includes(name))).toEqual([]);
  });

  it('ends a model whose calls are past the limit over all parts', async () => {
    const task = TASKS.find(({ question }) => question === 'is-lower')!;
    const part = { procedure: procedureOf(task), runs: runsOf(task) };
    const asked = { text: task.en, language: 'en' as const, policy: POLICY, parts: [part, part] };
    const ports = { compute, onProgress: () => {}, signal: SIGNAL };
    const sorting = Array.from({ length: 30 }, () => ({ tool: 'sort', input: { figures: ['f1'] } }));
    const script = [...scriptOf(task).slice(0, -1), ...sorting, scriptOf(task).at(-1)!];
    const answers = await answerParts(asked, blindly([...script, ...script]), ports);
    expect(answers.map(({ refused }) => refused?.error ?? null)).toEqual([null, 'too-many-calls']);
  });
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

it.each(['forms', 'a model'])(
  'an answer of %s that its clock ends after five minutes shows nothing',
  async (by) => {
    const [task] = TASKS;
    const question = { procedure: procedureOf(task!), text: task!.en, language: 'en' as const };
    const asked: number[] = [];
    const { admitted, refused } = await withinTime(
      (signal) =>
        answerQuestion(
          { ...question, runs: runsOf(task!), policy: POLICY },
          by === 'forms' ? 'forms' : blindly(scriptOf(task!)),
          { compute, onProgress: () => {}, signal },
        ),
      (end, milliseconds) => {
        asked.push(milliseconds);
        end();
        return () => asked.push(0);
      },
      SIGNAL,
    );
    expect(asked).toEqual([300_000, 0]);
    expect(refused?.error).toBe('too-slow');
    expect(admitted.blocks.map(({ is }) => is)).toEqual(['refused']);
  },
);

it.each([
  ['7.5 %', 1, 'fewest-rows'],
  ['6.5 %', 2, 'fewest-rows'],
  ['90 %', 0, 'fewest-rows'],
])('the fewest meters that reach %s are %i, and no smaller set does', async (goal, count, code) => {
  const task = TASKS.find(({ name }) => name === 'three meters that reach 5 %')!;
  const { workbench } = await answerTask({ ...task, en: `Which meters reach ${goal}?` }, 'en', 'forms');
  const items = workbench.steps.get('chosen')!.map((handle) => workbench.handles.find(handle)!);
  expect(items.filter(({ kind }) => kind === 'row')).toHaveLength(count);
  expect(items).toContainEqual(expect.objectContaining({ kind: 'finding', code }));
});

describe('a model that goes its own way', () => {
  const plans = new Set<string>();
  const nameOf = ({ question }: Task, plan: readonly ScriptedCall[]): string =>
    JSON.stringify([question, plan.map(({ tool, input }) => [tool, input])]);

  it.each(TASKS.flatMap((task) => WAYS.map((way) => ({ task, way, name: task.name }))))(
    'is right about $name, $way',
    async ({ task, way }) => {
      const handles = new HandleTable();
      const { model, plan } = planningModel(task, way, handles);
      const question = { procedure: procedureOf(task), text: task.en, language: 'en' as const };
      const answered = answerQuestion(
        { ...question, runs: runsOf(task), policy: POLICY },
        { model, sight: { isBlind: true, serves: null } },
        { ...portsOf(task), onProgress: () => {}, signal: SIGNAL },
        { handles, mostCalls: 40 },
      );
      await expectRight(task, answered);
      plans.add(nameOf(task, plan));
    },
  );

  it('has at least 60 different plans for the types of questions', () => {
    for (const task of TASKS) plans.add(nameOf(task, scriptOf(task).slice(0, -1)));
    expect(plans.size).toBeGreaterThanOrEqual(60);
  });
});

it('a model that leaves out a step of its procedure is refused, though nothing was issued that it could state', async () => {
  const steps = ['draft', 'derive', 'choose-rows'];
  const tasks = TASKS.filter((task) => scriptOf(task).some(({ tool }) => steps.includes(tool)));
  expect(tasks.length).toBeGreaterThan(3);
  for (const task of tasks) {
    const script = scriptOf(task).filter(({ tool }) => !steps.includes(tool));
    const { refused } = await answerTask(task, 'en', blindly(script));
    expect(refused?.problems.map(({ duty }) => duty)).toContainEqual(expect.stringMatching(/^step-/u));
  }
});

it.each(LANGUAGES)(
  'pictures show figures of the answer, with titles of the program, in %s',
  async (language) => {
    const task = TASKS.find(({ question }) => question === 'for-whom')!;
    const { admitted, workbench } = await answerTask(task, language, 'forms');
    const nodes = render(admitted, plainWriting(language)).filter(({ is }) => is === 'picture');
    expect(nodes.map((node) => node.is === 'picture' && node.picture.kind)).toContain('flows');
    const shown = admitted.blocks.flatMap((block) => (block.is === 'picture' ? block.item.figures : []));
    expect(shown.every((handle) => workbench.runs.get('a')!.includes(handle))).toBe(true);
    expect(plainText(nodes)).not.toBe('');
  },
);
