import type { Hex } from '../../core/encoding/hex.ts';
import type { ProofVerification } from '../../jobs/verify/verify-proof.ts';
import { findProcedure } from '../coordinator/procedures.ts';
import { admit } from '../gate/admit.ts';
import type { Admitted } from '../gate/admitted.ts';
import type { Block } from '../gate/block.ts';
import type { GateContext } from '../gate/gate-context.ts';
import { placesOf, shownBy } from '../gate/resolve.ts';
import { findProblems } from '../gate/rules.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Problem } from '../reasons/reason.ts';
import { dutiesOf } from '../procedures/obligation.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { type AnswerFile, digestAnswer } from './answer-file.ts';
import { type AnswerFault, faultOf, isFailure } from './answer-fault.ts';
import { compareThings } from './compare-things.ts';
import { Again, type AgainPorts } from './compute-again.ts';
import { digestProcedure } from './digest-procedure.ts';
import { readEvidence, type VerifyProof } from './evidence.ts';
import { type Replayed, replay } from './replay.ts';

/** With what an answer file is verified: nothing of it comes from the file. */
export interface VerifyAnswerPorts extends AgainPorts {
  /** Verifies a proof file under the policy of the reader; null where there is none. */
  readonly verifyProof: VerifyProof | null;
  /** The digest of that policy; zeros where there is none. */
  readonly policy: Hex;
  readonly signal: AbortSignal;
}

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

/** What a verification of an answer file found. */
export interface AnswerVerdict {
  /** `unchecked`: nothing is wrong, but something was not checked. */
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** One of each block of the file. */
  readonly statements: readonly StatementVerdict[];
  /** What is wrong with the whole file, or was not checked of it. */
  readonly faults: readonly AnswerFault[];
  /** The blocks that are neither failed nor unchecked, in their order: a face may show these. Null where there are none. */
  readonly admitted: Admitted | null;
  /** The verdicts on its proof files, as far as a policy judges them. */
  readonly proofs: readonly ProofVerification[];
}

/**
 * Verifies an answer file from the file alone: verifies its proof files, computes its runs and calls its tools again, compares what handles
 * stand for, and lets the gate admit each statement again. Never throws because of the file.
 */
export async function verifyAnswer(file: AnswerFile, ports: VerifyAnswerPorts): Promise<AnswerVerdict> {
  const { proofs, faults: ofProofs } = await readEvidence(file, ports.verifyProof);
  const faults = [...checkDigest(file), ...ofProofs];
  const found = findSameProcedure(file);
  if ('fault' in found)
    return conclude({ faults: [...faults, found.fault], proofs, admitted: null }, file.blocks.map(unjudged));
  const again = new Again(file.engine, ports);
  const replayed = await replay(file, found.procedure, { compute: again.compute, signal: ports.signal });
  const judged = judge(file, { ...found, replayed, again, policy: ports.policy });
  const ofRuns = checkRuns(file, found.procedure);
  return conclude(
    { faults: [...faults, ...ofRuns, ...judged.faults], proofs, admitted: judged.admitted },
    judged.statements,
  );
}

function conclude(
  found: Omit<AnswerVerdict, 'verdict' | 'statements'>,
  statements: readonly StatementVerdict[],
): AnswerVerdict {
  const faults = [...found.faults, ...statements.flatMap((each) => each.faults)];
  const isWhole = faults.length === 0 && statements.every(({ state }) => state !== 'not-checked');
  const verdict = faults.some(isFailure) ? 'not-verified' : isWhole ? 'verified' : 'unchecked';
  return { verdict, statements, ...found };
}

const unjudged = (): StatementVerdict => ({ state: 'not-checked', faults: [] });

function checkDigest(file: AnswerFile): AnswerFault[] {
  const expected = digestAnswer(file);
  return expected === file.digest
    ? []
    : [faultOf('digest-differs', 'digest', { expected, actual: file.digest })];
}

/** Returns the procedure of this program, where it is that of the file; or why it is not. */
function findSameProcedure({
  question: { type },
  transcript,
}: AnswerFile): { readonly procedure: Procedure } | { readonly fault: AnswerFault } {
  const procedure = findProcedure(type);
  if (procedure === null) return { fault: faultOf('unknown-question', 'question.type', { actual: type }) };
  const [expected, actual] = [digestProcedure(procedure), transcript.procedure];
  if (expected === actual) return { procedure };
  return { fault: faultOf('other-procedure', 'transcript.procedure', { expected, actual }) };
}

/** Each run is one that the procedure takes, once; and none is left out that it needs. */
function checkRuns({ runs }: AnswerFile, procedure: Procedure): AnswerFault[] {
  const names = runs.map(({ run }) => run);
  const foreign = runs.flatMap(({ run, method }, at) => {
    const expected = procedure.runs.find((each) => each.run === run)?.methods ?? [];
    const isTaken = expected.includes(method) && names.indexOf(run) === at;
    return isTaken ? [] : [faultOf('foreign-run', `runs.${at}`, { expected, actual: method })];
  });
  const absent = procedure.runs.filter(({ run, optional }) => !optional && !names.includes(run));
  return [
    ...foreign,
    ...absent.map(({ run }) => faultOf('foreign-run', 'runs', { expected: run, actual: names })),
  ];
}

interface Judging {
  readonly procedure: Procedure;
  readonly replayed: Replayed;
  readonly again: Again;
  readonly policy: Hex;
}

/** Judges each block by what was made again. Where that is not whole, what is missing is not blamed on the file. */
function judge(
  file: AnswerFile,
  { procedure, replayed, again, policy }: Judging,
): Pick<AnswerVerdict, 'statements' | 'faults' | 'admitted'> {
  const { workbench, fault } = replayed;
  const { handles } = workbench;
  const { blocks, question } = file;
  const context: GateContext = {
    ...{ handles, question: question.text, language: question.language, policy },
    duties: fault === null ? dutiesOf(procedure, workbench) : [],
  };
  const blame = blameOn(fault, again.missing.length > 0);
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
    return {
      state: stateOf([...differing, ...problemsOf(at)], own, handles),
      faults: [...differing, ...problemsOf(at)],
    };
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

/** What a replay that is not whole, or lacked a document, can cause. */
const CAUSED = ['thing-differs', 'thing-unknown', 'statement-refused', 'duty-unmet', 'calls-differ'];

/** Returns what names the cause of a fault in its place, where that is not the file. */
function blameOn(gap: AnswerFault | null, lacksDocument: boolean): (fault: AnswerFault) => AnswerFault {
  return (fault) => {
    if (lacksDocument && CAUSED.includes(fault.code)) return { ...fault, code: 'document-missing' };
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

function holds({ state }: StatementVerdict): boolean {
  return state !== 'failed' && state !== 'not-checked';
}

function admitHeld(blocks: readonly Block[], context: GateContext): Admitted | null {
  if (blocks.length === 0) return null;
  const verdict = admit({ blocks: [...blocks] }, { ...context, duties: [] });
  return 'admitted' in verdict ? verdict.admitted : null;
}
