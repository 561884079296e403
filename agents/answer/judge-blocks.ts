import type { Hex } from '../../core/encoding/hex.ts';
import { admit } from '../gate/admit.ts';
import type { Admitted } from '../gate/admitted.ts';
import type { Block } from '../gate/block.ts';
import type { GateContext } from '../gate/gate-context.ts';
import { placesOf, shownBy } from '../gate/resolve.ts';
import { findProblems } from '../gate/rules.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import { dutiesOf } from '../procedures/obligation.ts';
import type { Procedure } from '../procedures/procedure.ts';
import type { Problem } from '../reasons/reason.ts';
import type { AnswerFile } from './answer-file.ts';
import { type AnswerFault, type AnswerFaultCode, faultOf, isFailure } from './answer-fault.ts';
import { compareThings } from './compare-things.ts';
import type { Replayed } from './replay.ts';

/**
 * What became of a block: all of its figures are proven; some are computed here again and equal, and nobody signed these; it has no figure; or
 * it was not checked, or failed.
 */
export type StatementState = 'proven' | 'computed' | 'no-figure' | 'not-checked' | 'failed';

/** A block of an answer file, as it was judged. */
export interface StatementVerdict {
  readonly state: StatementState;
  readonly faults: readonly AnswerFault[];
}

/** What blocks are judged by. */
interface Judging {
  readonly procedure: Procedure;
  readonly replayed: Replayed;
  /** What the reader lacks, and the answer had: it explains why something else was found; null where nothing is missing. */
  readonly cause: AnswerFaultCode | null;
  readonly policy: Hex;
}

/** What was found of the blocks of an answer file. */
interface JudgedBlocks {
  readonly statements: readonly StatementVerdict[];
  /** What is about no block. */
  readonly faults: readonly AnswerFault[];
  /** The blocks that hold, in their order; null where none does. */
  readonly admitted: Admitted | null;
}

/** Judges each block by what was made again. Where that is not whole, what is missing is not blamed on the file. */
export function judgeBlocks(file: AnswerFile, { procedure, replayed, cause, policy }: Judging): JudgedBlocks {
  const { workbench, fault } = replayed;
  const { handles } = workbench;
  const { blocks, question } = file;
  const context: GateContext = {
    ...{ handles, question: question.text, language: question.language, policy },
    duties: fault === null ? dutiesOf(procedure, workbench) : [],
  };
  const blame = blameOn(fault, cause);
  const things = compareThings(file, handles).map(blame);
  const problems = findProblems({ blocks }, context);
  const isKnown = ({ code, handle }: Problem): boolean =>
    code === 'unknown-handle' && things.some((each) => each.handle === handle);
  const problemsOf = (at: number | null): AnswerFault[] =>
    problems
      .filter((problem) => problem.block === at && !isKnown(problem))
      .map((problem) => blame(ofProblem(problem)));
  const statements = blocks.map((block, at) => {
    const own = handlesOf(block, handles);
    const differing = things.filter(({ handle }) => handle !== null && own.has(handle));
    const faults = [...differing, ...problemsOf(at)];
    return { state: stateOf(faults, own, handles), faults };
  });
  const ofFile = things.filter((each) => !statements.some(({ faults }) => faults.includes(each)));
  const faults = [...(fault === null ? [] : [blame(fault)]), ...ofFile, ...problemsOf(null)];
  return {
    statements,
    faults,
    admitted: admitHeld(
      blocks.filter((_, at) => holds(statements[at]!)),
      context,
    ),
  };
}

function ofProblem(problem: Problem): AnswerFault {
  const code = problem.code === 'unmet-duty' ? 'duty-unmet' : 'statement-refused';
  const place = problem.block === null ? 'blocks' : `blocks.${problem.block}`;
  return faultOf(code, place, { handle: problem.handle, problem });
}

/** What a replay can cause that is not whole, or lacks a document or proof. */
const CAUSED = ['thing-differs', 'thing-unknown', 'statement-refused', 'duty-unmet', 'calls-differ'];

/** Returns what names the cause of a fault in its place, where that is not the file. */
function blameOn(
  gap: AnswerFault | null,
  cause: AnswerFaultCode | null,
): (fault: AnswerFault) => AnswerFault {
  return (fault) => {
    if (cause !== null && CAUSED.includes(fault.code)) return { ...fault, code: cause };
    const isUnknown = fault.code === 'thing-unknown' || fault.problem?.code === 'unknown-handle';
    return gap !== null && isUnknown ? { ...fault, code: gap.code } : fault;
  };
}

/** Returns all that a block names and shows. */
function handlesOf(block: Block, handles: Handles): ReadonlySet<Handle> {
  const named = placesOf(block).flatMap((place) => place.handles);
  return new Set([...named, ...shownBy(block, handles).map(({ handle }) => handle)]);
}

function stateOf(faults: readonly AnswerFault[], own: ReadonlySet<Handle>, handles: Handles): StatementState {
  if (faults.some(isFailure)) return 'failed';
  if (faults.length > 0) return 'not-checked';
  const sources = [...own].flatMap((handle) => {
    const item = handles.find(handle);
    return item?.kind === 'figure' ? item.source.is : [];
  });
  if (sources.length === 0) return 'no-figure';
  return sources.includes('computed') ? 'computed' : 'proven';
}

/** Whether a block may be shown. */
export function holds({ state }: Pick<StatementVerdict, 'state'>): boolean {
  return state !== 'failed' && state !== 'not-checked';
}

function admitHeld(blocks: readonly Block[], context: GateContext): Admitted | null {
  if (blocks.length === 0) return null;
  const verdict = admit({ blocks: [...blocks] }, { ...context, duties: [] });
  return 'admitted' in verdict ? verdict.admitted : null;
}
