import { shownBy } from '../gate/resolve.ts';
import { findProblems } from '../gate/rules.ts';
import type { Answer, Block } from '../gate/block.ts';
import type { GateContext } from '../gate/gate-context.ts';
import { frameOf, type FrameId } from '../frames/frame-list.ts';
import type { Handle } from '../handles/handle.ts';
import type { RecordTools } from '../records/record-tools.ts';
import { deriveTool, sortTool, tabulateTool } from '../tools/figure-tools.ts';
import type { ToolCall, ToolOutcome } from '../tools/tool.ts';
import type { chooseRowsTool } from '../procedures/choose-rows-tool.ts';
import type { factorTool } from '../procedures/factor-tool.ts';
import { draftTool } from '../procedures/draft-tool.ts';
import { LACKING } from '../procedures/left-out.ts';
import { TABLE_CODES } from '../procedures/tables-read.ts';
import { fillPick, findPicked, type Pick } from '../procedures/pick.ts';
import type { PlannedBlock, Procedure, RecordsTool, Step } from '../procedures/procedure.ts';
import type { Workbench } from '../procedures/workbench.ts';
import { AskedFirst } from './asked-first.ts';

/** The most handles of a slot. */
const MOST = 40;
/** What every answer states about its runs: what they lack, and how their tables were read. */
const FOUND_OF_RUNS = [...LACKING, ...TABLE_CODES];

/** The tools of a question that steps need beside those of all questions. */
export interface StepTools {
  readonly records: RecordTools | null;
  /** Null where no factors can be looked for. */
  readonly factors: ReturnType<typeof factorTool> | null;
  readonly chooseRows: ReturnType<typeof chooseRowsTool>;
}

/** Calls the tools of the steps of a procedure, after its runs, in their order. */
export async function takeSteps(
  { steps }: Procedure,
  workbench: Workbench,
  tools: StepTools,
  signal: AbortSignal,
): Promise<void> {
  for (const step of steps) {
    if (signal.aborted) return;
    const call = { handles: workbench.handles, signal };
    const handles = isRecordStep(step)
      ? await readRecords(step, workbench, tools, call)
      : await takeStep(step, workbench, tools, call);
    workbench.finishStep(step.step, handles);
  }
}

type RecordStep = Extract<Step, { tool: 'find-records' | 'open-record' | RecordsTool }>;
const RECORD_TOOLS: readonly string[] = [
  'find-records',
  'open-record',
  'panorama',
  'explain',
  'compare',
  'impact',
];

function isRecordStep(step: Step): step is RecordStep {
  return RECORD_TOOLS.includes(step.tool);
}

/** Finds registered records, opens each that was found, or takes what is known of them. */
async function readRecords(
  step: RecordStep,
  workbench: Workbench,
  { records }: StepTools,
  call: ToolCall,
): Promise<readonly Handle[]> {
  if (records === null) return [];
  const outcomes: ToolOutcome[] = [];
  if (step.tool === 'find-records') outcomes.push(await records.find.run({}, call));
  else if (step.tool === 'open-record')
    for (const record of findPicked(step.of[0], workbench))
      outcomes.push(await records.open.run({ record }, call));
  else outcomes.push(await records.of[step.tool].run({}, call));
  return outcomes.flatMap(({ handles }) => handles);
}

async function takeStep(
  step: Exclude<Step, RecordStep>,
  workbench: Workbench,
  { chooseRows, factors }: StepTools,
  call: ToolCall,
): Promise<readonly Handle[]> {
  const operands = step.of.map((pick) => findPicked(pick, workbench));
  if (operands.some((found) => found.length === 0)) return [];
  const outcome = async (figures: readonly Handle[]) => {
    switch (step.tool) {
      case 'find-factors':
        return factors === null ? { handles: [] } : factors.run({}, call);
      case 'choose-rows':
        return chooseRows.run({ figure: operands[0]![0]!, within: operands[1]![0]! }, call);
      case 'derive':
        return deriveTool.run({ operation: step.operation, figures: [...figures] }, call);
      case 'sort':
        return sortTool.run({ figures: [...figures] }, call);
      case 'tabulate':
        return tabulateTool.run({ figures: [...figures] }, call);
      case 'draft':
        return draftTool.run({ of: figures[0]! }, call);
    }
  };
  if (step.tool !== 'derive') return (await outcome(operands.flat().slice(0, MOST))).handles;
  // One figure for each of the first operand, with the first of the others.
  const [firsts = [], ...others] = operands;
  const derived: Handle[] = [];
  for (const first of firsts.slice(0, MOST)) {
    const { handles } = await outcome([first, ...others.map((found) => found[0]!)]);
    derived.push(...handles);
  }
  return derived;
}

/** Writes the answer that a procedure plans, of what its runs and steps issued. What holds is decided by the gate. */
export function planAnswer({ blocks, runs }: Procedure, workbench: Workbench, context: GateContext): Answer {
  const planned = blocks.flatMap((block) => planBlock(block, workbench, context));
  const named = new Set(
    planned.flatMap((block) => shownBy(block, workbench.handles).map(({ handle }) => handle)),
  );
  const refusals = runs
    .flatMap(({ run }) => findPicked({ refusal: run }, workbench))
    .filter((handle) => !named.has(handle));
  const choices = runs.flatMap(({ run }): Block[] => {
    const open = findPicked({ candidates: run, accepted: false }, workbench).slice(0, MOST);
    const accepted = findPicked({ candidates: run, accepted: true }, workbench);
    return [
      ...(open.length === 0 ? [] : [stateOf('ask-choice', [['h', open]])]),
      ...accepted.map((h): Block => ({ is: 'statement', frame: 'accepted-choice', slots: { h } })),
    ];
  });
  const found = [
    ...new Set(runs.flatMap(({ run }) => findPicked({ findings: FOUND_OF_RUNS, of: run }, workbench))),
  ];
  return {
    blocks: [
      ...planned,
      ...found.map((e): Block => ({ is: 'statement', frame: 'found', slots: { e } })),
      ...choices,
      ...refusals
        .filter((e) => !found.includes(e))
        .map((e): Block => ({ is: 'statement', frame: 'ask-missing', slots: { e } })),
    ],
  };
}

function planBlock(block: PlannedBlock, workbench: Workbench, context: GateContext): Block[] {
  if ('table' in block)
    return findPicked(block.table, workbench).map((table): Block => ({ is: 'table', table }));
  if ('picture' in block)
    return findPicked(block.picture, workbench).map((picture): Block => ({ is: 'picture', picture }));
  const { slots, frames, each } = block;
  const own = each === undefined ? undefined : slots[each];
  const rounds = own === undefined ? [null] : findPicked(own, workbench);
  return rounds.flatMap((handle) => {
    const parts = handle === null ? [] : partsOf(own!, handle, workbench);
    const first = new AskedFirst(context.question, workbench.handles);
    const isOne = (slot: string): boolean => frameOf(frames[0]!).slots[slot]?.many === false;
    const found = Object.entries(slots).map(([slot, pick]) => {
      if (slot === each && handle !== null) return [slot, [handle]] as const;
      const handles = findPicked(fillPick(pick, parts, handle), workbench);
      return [slot, isOne(slot) ? first.sort(handles) : handles] as const;
    });
    const mayBeEmpty = (slot: string): boolean => frameOf(frames[0]!).slots[slot]?.optional === true;
    if (found.some(([slot, handles]) => handles.length === 0 && !mayBeEmpty(slot))) return [];
    return frames.map((frame) => stateOf(frame, found)).find((each) => holds(each, context)) ?? [];
  });
}

/** Returns what the groups of a pattern find in the key of a figure, after the whole. */
function partsOf(pick: Pick, handle: Handle, { handles }: Workbench): readonly string[] {
  const item = handles.find(handle);
  if (!('figures' in pick) || item?.kind !== 'figure') return [];
  return [...(new RegExp(pick.figures, 'u').exec(item.key) ?? [])];
}

/** Makes a statement: slots that take one handle get the first one, which is the one that was asked about. */
function stateOf(frame: FrameId, found: readonly (readonly [string, readonly Handle[]])[]): Block {
  const { slots: taken } = frameOf(frame);
  const slots = found.flatMap(([slot, handles]): [string, string | string[]][] => {
    if (taken[slot] === undefined || handles.length === 0) return [];
    return [[slot, taken[slot].many ? [...handles.slice(0, MOST)] : handles[0]!]];
  });
  return { is: 'statement', frame, slots: Object.fromEntries(slots) };
}

function holds(block: Block, context: GateContext): boolean {
  return findProblems({ blocks: [block] }, { ...context, duties: [] }).length === 0;
}
