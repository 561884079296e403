import type { Turn, Model, ModelCall } from '../../../agents/model/model.ts';
import type { GateContext } from '../../../agents/gate/gate-context.ts';
import type { Block } from '../../../agents/gate/block.ts';
import type { HandleTable } from '../../../agents/handles/handle-table.ts';
import type { Handle } from '../../../agents/handles/handle.ts';
import type { RunName } from '../../../agents/handles/run-name.ts';
import { planAnswer } from '../../../agents/planner/plan.ts';
import { findPicked } from '../../../agents/procedures/pick.ts';
import type { Step } from '../../../agents/procedures/procedure.ts';
import { Workbench } from '../../../agents/procedures/workbench.ts';
import { procedureOf, runsOf } from './task-run.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';

/** How a model goes about a task: in which order it computes, and what it does besides. */
export const WAYS = ['backwards', 'sorted', 'tabulated', 'twice'] as const;
export type Way = (typeof WAYS)[number];

/** What a model knows: handles, and which call issued them. It sees no value. */
interface Known {
  readonly workbench: Workbench;
  readonly figures: readonly Handle[];
}

/**
 * Returns a model that takes the steps of a procedure in a way of its own, by handles alone, and ends with what the procedure plans. The calls that it
 * made are its plan.
 */
export function planningModel(
  task: Task,
  way: Way,
  handles: HandleTable,
): { readonly model: Model; readonly plan: ModelCall[] } {
  const procedure = procedureOf(task);
  const plan: ModelCall[] = [];
  const queue = [...listCalls(task, way)];
  const workbench = new Workbench(runsOf(task), handles);
  const seen: number[] = [];
  const next = (turns: readonly Turn[]): ModelCall => {
    readResults(turns, plan, workbench, procedure.steps, seen);
    const known = { workbench, figures: handles.list().filter((handle) => handle.startsWith('f')) };
    for (let make = queue.shift(); make !== undefined; make = queue.shift()) {
      const [first, ...others] = make(known);
      if (first === undefined) continue;
      queue.unshift(...others.map((call) => () => [call]));
      const call = { id: `call-${plan.length}`, ...first };
      plan.push(call);
      return call;
    }
    const context: GateContext = { handles, question: task.en, language: 'en', policy: POLICY, duties: [] };
    const tables = handles.list().filter((handle) => handle.startsWith('t'));
    const answer = planAnswer(procedure, workbench, context);
    const blocks = [...answer.blocks, ...tables.map((table): Block => ({ is: 'table', table }))];
    return { id: 'answer', tool: 'answer', input: { blocks } };
  };
  const model: Model = {
    ...{ name: 'plan', host: 'none' },
    next: (turns) => Promise.resolve({ calls: [next(turns)] }),
  };
  return { model, plan };
}

const POLICY = `0x${'0'.repeat(64)}` as const;

type Call = Omit<ModelCall, 'id'>;
/** Calls that depend on what is known by then: none where they are about nothing. */
type MakeCalls = (known: Known) => readonly Call[];

function listCalls(task: Task, way: Way): MakeCalls[] {
  const { steps } = procedureOf(task);
  const computes = runsOf(task).map(({ run }): MakeCalls => () => [{ tool: 'compute', input: { run } }]);
  const ordered = way === 'backwards' ? computes.toReversed() : computes;
  const taken = steps.map(
    (step): MakeCalls =>
      (known) =>
        callsOf(step, known),
  );
  const more: MakeCalls[] = [];
  if (way === 'sorted')
    more.push(({ figures }) => figures.slice(0, 1).map((f) => ({ tool: 'sort', input: { figures: [f] } })));
  if (way === 'tabulated')
    more.push(({ figures }) =>
      figures.slice(0, 1).map((f) => ({ tool: 'tabulate', input: { figures: [f] } })),
    );
  if (way === 'twice') more.push(...ordered.slice(0, 1));
  return [...ordered, ...taken, ...more];
}

function callsOf(step: Step, { workbench }: Known): readonly Call[] {
  const operands = step.of.map((pick) => findPicked(pick, workbench));
  if (operands.some((found) => found.length === 0)) return [];
  const [firsts = [], ...others] = operands;
  switch (step.tool) {
    case 'derive':
      return firsts.map((first) => ({
        tool: step.tool,
        input: { operation: step.operation, figures: [first, ...others.map(([other]) => other!)] },
      }));
    case 'open-record':
      return firsts.map((record) => ({ tool: step.tool, input: { record } }));
    case 'choose-rows':
      return [{ tool: step.tool, input: { figure: firsts[0]!, within: others[0]![0]! } }];
    case 'draft':
      return [{ tool: step.tool, input: { of: firsts[0]! } }];
    case 'sort':
    case 'tabulate':
      return [{ tool: step.tool, input: { figures: firsts } }];
    case 'find-factors':
    case 'find-records':
    case 'panorama':
    case 'explain':
    case 'compare':
    case 'impact':
      return [{ tool: step.tool, input: {} }];
  }
}

/** Remembers which handles each call issued. */
function readResults(
  turns: readonly Turn[],
  plan: readonly ModelCall[],
  workbench: Workbench,
  steps: readonly Step[],
  seen: number[],
): void {
  for (const [at, turn] of turns.entries()) {
    if (turn.is !== 'results' || seen.includes(at)) continue;
    seen.push(at);
    for (const { id, tool, json } of turn.results) {
      const found = (json as { handles?: readonly { handle: Handle }[] }).handles ?? [];
      const issued = found.map(({ handle }) => handle);
      const call = plan.find((each) => each.id === id);
      const { run, operation } = (call?.input ?? {}) as { run?: RunName; operation?: string };
      rememberFound(tool, run, issued, workbench);
      for (const step of steps)
        if (step.tool === tool && (step.tool !== 'derive' || step.operation === operation))
          workbench.finishStep(step.step, [...(workbench.steps.get(step.step) ?? []), ...issued]);
    }
  }
}

function rememberFound(
  tool: string,
  run: RunName | undefined,
  issued: readonly Handle[],
  workbench: Workbench,
): void {
  if (tool === 'compute') workbench.finishRun(run!, issued);
  if (tool === 'find-factors') workbench.addFactors(issued);
  if (['find-records', 'open-record', 'panorama', 'explain', 'compare', 'impact'].includes(tool))
    workbench.addFound(issued);
}
