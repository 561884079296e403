import * as z from 'zod';
import { admit, admitNotice, admitRefusal } from '../gate/admit.ts';
import type { Admitted } from '../gate/admitted.ts';
import { answerSchema } from '../gate/block.ts';
import type { GateContext } from '../gate/gate-context.ts';
import type { HostError, Notice } from '../gate/notice.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { Problem } from '../reasons/reason.ts';
import { describeHandle, type Sight } from '../tools/describe.ts';
import type { Tool } from '../tools/tool.ts';
import type { Model, ModelCall, OfferedTool, Turn } from './model.ts';

/** The most tool calls of an answer, and how often a refused answer may be repaired. */
export const LIMITS = { calls: 40, repairs: 2 } as const;
/** How often a model may write text in place of a call, or call what is not there. */
const MOST_STRAYS = 3;

/** A question as a model works on it. */
export interface Conversation {
  readonly model: Model;
  readonly tools: readonly Tool[];
  readonly handles: HandleTable;
  readonly context: GateContext;
  readonly sight: Sight;
  /** What the program tells the model: its procedure. */
  readonly instructions: string;
  /** The most calls of tools, where other parts of the question have had some: else `LIMITS.calls`. */
  readonly mostCalls?: number;
}

/** Why there is no answer: what the gate found, or what went wrong with the host of a model. */
export interface Refused {
  readonly problems: readonly Problem[];
  readonly error: HostError | null;
}

/** How an answer ended, with everything that was said. */
export interface Ended {
  readonly admitted: Admitted;
  readonly turns: readonly Turn[];
  /** Null where the answer was admitted. */
  readonly refused: Refused | null;
}

/** Gets what is shown meanwhile: admitted, as all that is shown. */
export type OnProgress = (shown: Admitted) => void;

/**
 * Lets a model work on a question: it calls tools, which issue handles, and ends with an answer, which the gate judges. A refused answer is
 * returned with reason codes, at most twice. Then the program shows the codes, and its own table of the figures that resolved. Whatever the
 * model does, this ends: after as many calls as an answer may have, or when the signal says so.
 */
export async function converse(
  conversation: Conversation,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Ended> {
  const { model, tools, handles, context, instructions, mostCalls = LIMITS.calls } = conversation;
  const show = (notice: Notice): void => onProgress(admitNotice(notice, handles));
  const turns: Turn[] = [
    { is: 'program', text: instructions },
    { is: 'person', text: context.question },
  ];
  const offered = [...tools.map(offerTool), ANSWER];
  let [calls, repairs, strays] = [0, 0, 0];
  let problems: readonly Problem[] = [];
  const end = (error: HostError | null): Ended => {
    if (error !== null) show({ is: 'host-error', code: error });
    return { admitted: admitRefusal(problems, context), turns, refused: { problems, error } };
  };
  const isStopped = (): boolean => signal.aborted;
  for (;;) {
    if (isStopped()) return end(stopOf(signal));
    show({ is: 'thinking' });
    const step = await model.next(turns, offered, signal);
    if (isStopped()) return end(stopOf(signal));
    if ('error' in step) return end(step.error);
    if (step.calls.length === 0 && ++strays > MOST_STRAYS) return end('no-tool-call');
    if (step.calls.length === 0) {
      turns.push({ is: 'program', text: 'Call a tool. Text is not shown.' });
      continue;
    }
    turns.push({ is: 'calls', calls: step.calls });
    const answer = step.calls.find(({ tool }) => tool === ANSWER.name);
    if (answer !== undefined) {
      const verdict = admit(answer.input, context);
      if ('admitted' in verdict) return { admitted: verdict.admitted, turns, refused: null };
      ({ problems } = verdict);
      if (repairs++ >= LIMITS.repairs) return end(null);
      turns.push({
        is: 'results',
        results: step.calls.map(({ id, tool }) => ({
          id,
          tool,
          json: { refused: tool === ANSWER.name ? problems : [] },
        })),
      });
      continue;
    }
    calls += step.calls.length;
    if (calls > mostCalls) return end('too-many-calls');
    turns.push({ is: 'results', results: await callTools(step.calls, conversation, show, signal) });
  }
}

/** What a model calls to end. */
const ANSWER: OfferedTool = {
  name: 'answer',
  about: 'Ends with the answer: blocks that name handles. The program writes all words.',
  input: z.toJSONSchema(answerSchema),
};

function offerTool({ name, about, input }: Tool): OfferedTool {
  return { name, about, input: z.toJSONSchema(input, { io: 'input' }) };
}

/** Returns why a signal says to stop: the time is over, or its person stopped it. */
export function stopOf({ reason }: AbortSignal): HostError {
  return reason === TOO_SLOW ? 'too-slow' : 'stopped';
}

/** The reason with which a signal says that the time is over. */
export const TOO_SLOW = 'too-slow';

type Results = Extract<Turn, { is: 'results' }>['results'];

async function callTools(
  calls: readonly ModelCall[],
  { tools, handles, sight }: Conversation,
  show: (notice: Notice) => void,
  signal: AbortSignal,
): Promise<Results> {
  const results: Results[number][] = [];
  for (const { id, tool: name, input } of calls) {
    const tool = tools.find((each) => each.name === name);
    const read = tool?.input.safeParse(input);
    if (tool === undefined || read === undefined || !read.success) {
      const codes = [tool === undefined ? 'unknown-tool' : 'wrong-arguments'];
      results.push({ id, tool: tool?.name ?? 'unknown', json: { codes } });
      continue;
    }
    show({ is: 'progress', tool: tool.name, state: 'running' });
    try {
      const { handles: found, codes } = await tool.run(read.data, { handles, signal });
      const seen = found.map((handle: Handle) => describeHandle(handle, handles, sight));
      results.push({ id, tool: tool.name, json: { handles: seen, codes } });
      show({ is: 'progress', tool: tool.name, state: 'done' });
    } catch {
      // The message of an error may hold what the model must not see.
      results.push({ id, tool: tool.name, json: { codes: ['tool-failed'] } });
      show({ is: 'progress', tool: tool.name, state: 'failed' });
    }
  }
  return results;
}
