import type { Hex } from '../../core/encoding/hex.ts';
import type { NamedVerification } from '../../jobs/verify/verify-proof.ts';
import { findProcedure } from '../coordinator/procedures.ts';
import type { Admitted } from '../gate/admitted.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { type AnswerFile, digestAnswer } from './answer-file.ts';
import { type AnswerFault, faultOf, isFailure } from './answer-fault.ts';
import { Again, type AgainPorts } from './compute-again.ts';
import { digestProcedure } from './digest-procedure.ts';
import { readEvidence, type ReadTableAgain, type VerifyProof } from './evidence.ts';
import { judgeBlocks, type StatementVerdict } from './judge-blocks.ts';
import { replay } from './replay.ts';

/** With what an answer file is verified: nothing of it comes from the file. */
export interface VerifyAnswerPorts extends AgainPorts {
  /** Verifies a proof file under the policy of the reader; null where there is none. */
  readonly verifyProof: VerifyProof | null;
  /** Reads rows again from the table of a company's own that they name; absent where no table is read. */
  readonly readTable?: ReadTableAgain;
  /** The digest of that policy; zeros where there is none. */
  readonly policy: Hex;
  readonly signal: AbortSignal;
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
  readonly proofs: readonly NamedVerification[];
  /** How many rows of inputs no proof file shows: they are the word of who wrote the answer. */
  readonly unprovenRows: number;
}

/**
 * Verifies an answer file from the file alone: verifies its proof files, computes its runs and calls its tools again, compares what handles
 * stand for, and lets the gate admit each statement again. Never throws because of the file.
 */
export async function verifyAnswer(file: AnswerFile, ports: VerifyAnswerPorts): Promise<AnswerVerdict> {
  const { proofs, reads, unverified, unprovenRows, ...evidence } = await readEvidence(
    file,
    ports.verifyProof,
    ports.readTable ?? null,
  );
  const faults = [...checkDigest(file), ...evidence.faults];
  const found = findSameProcedure(file);
  if ('fault' in found)
    return conclude(
      { faults: [...faults, found.fault], proofs, unprovenRows, admitted: null },
      file.blocks.map(unjudged),
    );
  const again = new Again(file.engine, ports);
  const { policy, signal } = ports;
  const replayed = await replay(file, found.procedure, { compute: again.compute, ...reads, policy, signal });
  const isUnchecked = unverified.some((fault) => !isFailure(fault));
  const cause = again.missing.length > 0 ? 'document-missing' : isUnchecked ? 'proof-unchecked' : null;
  const { statements, admitted, ...judged } = judgeBlocks(file, { ...found, replayed, cause, policy });
  const isSame = [judged, ...statements].every((each) => each.faults.length === 0);
  const ofFile = [...faults, ...checkRuns(file, found.procedure), ...judged.faults];
  return conclude(
    { faults: isSame ? ofFile : [...ofFile, ...unverified], proofs, unprovenRows, admitted },
    statements,
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
