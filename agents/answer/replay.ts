import type { Hex } from '../../core/encoding/hex.ts';
import { isEqualJson } from '../../core/encoding/json.ts';
import { listTools, openTools } from '../coordinator/question-tools.ts';
import { findGiven } from '../handles/find-given.ts';
import type { Handle } from '../handles/handle.ts';
import { takeSteps } from '../planner/plan.ts';
import type { RecordReads } from '../records/record-reads.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { type ComputeRun, type GivenRun, Workbench } from '../procedures/workbench.ts';
import type { Tool } from '../tools/tool.ts';
import type { AnswerFile } from './answer-file.ts';
import { type AnswerFault, faultOf } from './answer-fault.ts';
import { Gap } from './compute-again.ts';

/** With what an answer is made again. */
export interface ReplayPorts {
  /** @throws Gap where a run cannot be computed here */
  readonly compute: ComputeRun;
  /** Reads registered records from the proof files of the answer; absent where it comes from runs alone. */
  readonly records?: RecordReads;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
  readonly signal: AbortSignal;
}

/** An answer that was made again up to its blocks, and what kept it from being made whole. */
export interface Replayed {
  readonly workbench: Workbench;
  readonly fault: AnswerFault | null;
}

/** Computes the runs of an answer file and calls its tools in their order, so that the same handles are issued again. */
export async function replay(
  { runs, question, transcript: { by, calls } }: AnswerFile,
  procedure: Procedure,
  { policy, signal, ...reading }: ReplayPorts,
): Promise<Replayed> {
  const workbench = new Workbench(runs as readonly GivenRun[]);
  for (const given of findGiven(question.text)) workbench.handles.issue(given);
  const own = openTools({ procedure, text: question.text, policy }, workbench, reading);
  const tools = listTools(own, procedure, workbench);
  const callTool = async (name: string, input: unknown): Promise<readonly Handle[]> => {
    const { tool, read } = readCall(tools, name, input);
    if (signal.aborted) throw new Gap('stopped');
    return (await tool.run(read, { handles: workbench.handles, signal })).handles;
  };
  const fault = by === 'forms' ? await replayRuns(workbench, callTool) : await replayCalls(calls, callTool);
  if (by !== 'forms' || fault !== null) return { workbench, fault };
  const taken = await orGap(takeSteps(procedure, workbench, own, signal));
  if (signal.aborted) return { workbench, fault: faultOf('stopped', 'runs') };
  return { workbench, fault: taken instanceof Gap ? faultOf(taken.fault, 'records') : null };
}

type CallTool = (name: string, input: unknown) => Promise<readonly Handle[]>;

/** @throws Gap where no tool takes this */
function readCall(tools: readonly Tool[], name: string, input: unknown): { tool: Tool; read: unknown } {
  const tool = tools.find((each) => each.name === name);
  const read = tool?.input.safeParse(input);
  if (tool === undefined || read?.success !== true) throw new Gap('calls-differ');
  return { tool, read: read.data };
}

async function replayRuns({ given }: Workbench, callTool: CallTool): Promise<AnswerFault | null> {
  for (const [at, { run }] of given.entries()) {
    const found = await orGap(callTool('compute', { run }));
    if (found instanceof Gap) return faultOf(found.fault, `runs.${at}`);
  }
  return null;
}

async function replayCalls(
  calls: AnswerFile['transcript']['calls'],
  callTool: CallTool,
): Promise<AnswerFault | null> {
  for (const [at, { tool, input, handles: actual }] of calls.entries()) {
    const place = `transcript.calls.${at}`;
    const found = await orGap(callTool(tool, input));
    if (found instanceof Gap) return faultOf(found.fault, place);
    if (!isEqualJson(found, actual)) return faultOf('calls-differ', place, { expected: found, actual });
  }
  return null;
}

/** Returns what was found, or why it could not be found here: an engine may end with any error. */
async function orGap<Found>(work: Promise<Found>): Promise<Found | Gap> {
  try {
    return await work;
  } catch (error) {
    return error instanceof Gap ? error : new Gap('run-failed');
  }
}
