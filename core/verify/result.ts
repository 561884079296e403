import { BadInput, type BadInputCode, FailedCheck, type FailedCheckCode } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import type { CheckName } from './policy.ts';
import { ReaderError, type ReaderErrorCode } from './chain-reader.ts';

/** The outcomes of checks, besides the codes of values, proofs and endpoints: code → meaning and what to do. Closed. */
export const VERIFY_CODES = {
  ok: 'The check passed.',
  'hint-differs':
    'The check passed. The proof file names another transaction or block than the chain does, but these are only hints.',
  'format-failed': 'Not checked, because the check `format` failed.',
  'wrong-domain':
    'The proof file belongs to another chain or ledger than the policy. Ask for a proof file of the ledger in your policy.',
  'record-repeated': 'A record is in the proof file twice.',
  'key-not-shown':
    'The policy requires an entry that the proof file does not show. Ask for a proof file that shows it.',
  'source-missing':
    'A record names a source that is not in the proof file. Ask for a proof file with all its sources.',
  'source-later': 'A source was sealed in a later batch than the record that names it.',
  'own-source':
    'An assurance or decision names a source of its own party. Nobody may assure or decide on their own records.',
  'no-chain':
    'Not checked, because no endpoint of the chain was given. Name endpoints in the policy and verify again.',
  'code-differs': 'The code of a contract is not the code that the policy names.',
  'registry-differs': 'The ledger uses another registry than the policy names.',
  'not-anchored': 'The chain has no batch with this number.',
  'anchor-differs': 'The chain has another header, or another anchoring time, for this batch.',
  'not-final':
    'Not checked yet: the batch is anchored, but not final by the rule of the policy. Verify again later.',
  'anchor-failed': 'Not checked, because the check `anchor` did not pass for this batch.',
  'unknown-key': 'The registry has no such key of this party.',
  'closed-key': 'No single window of the key covers both the time of sealing and the time of anchoring.',
  'no-role':
    'The party has no role that may write this kind, with a single window that covers both the time of sealing and the time of anchoring.',
  'window-differs': 'A window in the proof file is not the same in the registry.',
  'no-head':
    'Not checked, because the proof file shows no head of this stream as of the batch of the record or a later one. Ask for a newer proof file.',
  'not-head': 'The record never became the head of its stream.',
  'link-differs':
    'A record in the history is of another stream, or has another sequence, than the record after it says.',
  superseded: 'A newer version of this record is in the ledger. Ask for a proof file of that version.',
  withdrawn: 'The newest version in the stream is a withdrawal.',
  'too-old':
    'The proof file shows the newest version as of a time that is longer ago than the policy allows (`maxAge`). Ask for a newer proof file.',
  'no-replays':
    'Not checked, because fewer parties replayed the batch than the policy requires (`replays.quorum`).',
  'no-history': 'Not checked, because the proof file lacks an earlier version in this stream.',
  'no-party': 'Not checked, because the proof file does not list the streams of this party.',
  'order-falls': 'A version was sealed in a later batch than the version that follows it.',
  'state-proofs-not-read': 'Not checked, because this program does not read state proofs.',
  'no-faults': 'Not checked, because the policy names no faults contract.',
  'not-in-this-version': 'Not checked, because this version of the program does not have this check.',
  'no-run':
    'Not checked, because the proof file shows no result with its entry `run`. Ask for a proof file that shows it.',
  'no-engines':
    'Not checked, because the policy accepts no engine. Add the digest of an engine to `engines` of the policy.',
  'engine-missing': 'Not checked, because the engine that the run names is not available here.',
  'inputs-not-shown':
    'Not checked, because the proof file does not show every row that the run used. Ask for a proof file that shows them.',
  'run-malformed': 'The entry `run` does not have the format of protocol §10.',
  'engine-not-accepted': 'The run names an engine that the policy does not accept.',
  'engine-differs': 'The engine with this digest has another name or version than the run says.',
  'inputs-differ':
    'The run names other inputs than the sources of its record, or than the rows that it used.',
  'outputs-differ': 'The run names other figures than the engine computes.',
  'run-refused': 'The engine cannot compute the run again.',
  'figure-differs': 'A figure differs from what the engine computes from the inputs.',
  'over-limit': 'Not checked, because the proof file holds more evidence than one verification follows.',
  internal: 'Not checked, because of an unexpected error in the verifier. Please report it.',
} as const;

export type VerifyCode = keyof typeof VERIFY_CODES | BadInputCode | FailedCheckCode | ReaderErrorCode;

/** What one check found for one record, or for the whole proof file where `record` is null (§11). */
export interface CheckResult {
  readonly check: CheckName;
  readonly record: Hex | null;
  readonly result: 'pass' | 'fail' | 'warn' | 'skipped';
  readonly code: VerifyCode;
  /** In words: what the result depends on, or why there is none. */
  readonly basis: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What one check found, without the names of the check and the record. */
export type Finding = Omit<CheckResult, 'check' | 'record'>;

/** Returns the finding of a check that passed, with what it depends on. */
export function pass(basis: string): Finding {
  return { result: 'pass', code: 'ok', basis, expected: null, actual: null };
}

/** Returns the finding of a check that failed, with both values. */
export function fail(
  code: VerifyCode,
  basis: string,
  expected: unknown = null,
  actual: unknown = null,
): Finding {
  return { result: 'fail', code, basis, expected, actual };
}

/** Returns the finding of a check that could not be made, with the reason. */
export function skip(code: VerifyCode, basis: string): Finding {
  return { result: 'skipped', code, basis, expected: null, actual: null };
}

/** Returns an error as a finding: wrong evidence fails, a chain that can't be asked skips. */
export function findingOf(error: unknown): Finding {
  if (error instanceof BadInput) return fail(error.code, error.message, null, error.value ?? null);
  if (error instanceof FailedCheck)
    return fail(error.code, error.message, error.expected ?? null, error.actual ?? null);
  if (error instanceof ReaderError) return skip(error.code, error.message);
  return skip('internal', error instanceof Error ? error.message : String(error));
}

/** Returns what a check finds; an error that it throws becomes a finding, so that no proof file can end the program (§11). */
export async function runCheck(check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return findingOf(error);
  }
}

const SEVERITY = { pass: 0, warn: 1, skipped: 2, fail: 3 } as const;

/** Returns the worst of several findings; undefined when there is none. */
export function worstOf(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (worst, finding) =>
      worst === undefined || SEVERITY[finding.result] > SEVERITY[worst.result] ? finding : worst,
    undefined,
  );
}
