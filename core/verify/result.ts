import { BadInput, type BadInputCode, FailedCheck, type FailedCheckCode } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import type { CheckName } from './policy.ts';
import { ReaderError, type ReaderErrorCode } from './chain-reader.ts';

/** Why a check came out as it did, beside the codes of values and proofs: code → what it means. Closed. */
export const VERIFY_CODES = {
  ok: 'The check holds.',
  'hint-differs':
    'The check holds; the transaction or block named in the bundle differs from the chain’s. It is a hint only.',
  'format-failed': 'Not checked: the file is no bundle.',
  'wrong-domain': 'The bundle is of another chain or ledger than the policy.',
  'record-repeated': 'A record stands in the bundle twice.',
  'key-not-shown': 'The policy wants an entry that the bundle does not show.',
  'source-missing': 'A record names a source that is not in the bundle.',
  'source-later': 'A source was sealed in a later batch than the record made from it.',
  'own-source': 'An assurance or decision has a source of its own party.',
  'no-chain': 'Not checked: no endpoint of the chain was given.',
  'code-differs': 'The contract’s code is not the code that the policy names.',
  'registry-differs': 'The ledger’s registry is not the one that the policy names.',
  'not-anchored': 'The chain holds no such batch.',
  'anchor-differs': 'The chain holds another word for this batch.',
  'not-final': 'Not yet: the anchor is on chain but not final by the policy’s rule. Ask again later.',
  'anchor-failed': 'Not checked: the anchor does not hold.',
  'unknown-key': 'The registry knows no such key of this party.',
  'closed-key': 'No one window of the key holds both when the record was sealed and when it was anchored.',
  'no-role': 'No one window of a role that may write this kind holds at both times.',
  'window-differs': 'A window in the bundle is not the chain’s.',
  'no-head': 'Not checked: the bundle shows no head of this stream as of this record’s batch or later.',
  'not-head': 'The record never became its stream’s head.',
  'link-differs': 'A link is of another stream, or at another place of it, than what names it says.',
  superseded: 'A later record of the stream took its place.',
  withdrawn: 'The record takes back what its stream said.',
  'too-old': 'It is known to be the latest only as of a time longer ago than the policy’s maxAge.',
  'no-replays': 'Not checked: fewer replays than the policy asks for vouch for the batch.',
  'no-history': 'Not checked: the bundle does not hold the links of this stream.',
  'no-party': 'Not checked: the bundle does not list the streams of this party.',
  'order-falls': 'A later record of the stream was sealed in an earlier batch.',
  'state-proofs-not-read': 'Not checked: this version does not read state proofs.',
  'no-faults': 'Not checked: the policy names no contract of faults.',
  'not-in-this-version': 'Not checked: this version cannot make this check.',
  'no-run': 'Not checked: no result in the bundle shows its run.',
  'no-engines': 'Not checked: the policy accepts no engine.',
  'engine-missing': 'Not checked: the engine that the run names is not at hand.',
  'inputs-not-shown': 'Not checked: not every row that went into the run is shown.',
  'run-malformed': 'The entry run is not as §10 has it.',
  'engine-not-accepted': 'The run names an engine that the policy does not accept.',
  'engine-differs': 'The engine of this digest has another name or version than the run says.',
  'inputs-differ': 'The run names other inputs than its sources, or than the rows that it took.',
  'outputs-differ': 'The run names other figures than it gives.',
  'run-refused': 'The engine refuses the run.',
  'figure-differs': 'A figure is not what the engine computes from the inputs.',
  'over-limit': 'Not checked: more work than one verification does.',
  internal: 'Not checked: the verifier met an error of its own.',
} as const;

export type VerifyCode = keyof typeof VERIFY_CODES | BadInputCode | FailedCheckCode | ReaderErrorCode;

/** What one check says of one record, or of the whole bundle where `record` is null (§11). */
export interface CheckResult {
  readonly check: CheckName;
  readonly record: Hex | null;
  readonly result: 'pass' | 'fail' | 'warn' | 'skipped';
  readonly code: VerifyCode;
  /** In words: what the result rests on, or why there is none. */
  readonly basis: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What a check found, before it is known of which check and record. */
export type Finding = Omit<CheckResult, 'check' | 'record'>;

/** Returns the finding that a check holds. */
export function pass(basis: string): Finding {
  return { result: 'pass', code: 'ok', basis, expected: null, actual: null };
}

/** Returns the finding that a check does not hold, with both values. */
export function fail(
  code: VerifyCode,
  basis: string,
  expected: unknown = null,
  actual: unknown = null,
): Finding {
  return { result: 'fail', code, basis, expected, actual };
}

/** Returns the finding that a check was not made, and why. */
export function skip(code: VerifyCode, basis: string): Finding {
  return { result: 'skipped', code, basis, expected: null, actual: null };
}

/** Returns the finding that an error stands for: the evidence's fault fails, the chain's silence skips. */
export function findingOf(error: unknown): Finding {
  if (error instanceof BadInput) return fail(error.code, error.message, null, error.value ?? null);
  if (error instanceof FailedCheck)
    return fail(error.code, error.message, error.expected ?? null, error.actual ?? null);
  if (error instanceof ReaderError) return skip(error.code, error.message);
  return skip('internal', error instanceof Error ? error.message : String(error));
}

/** Returns what a check found; whatever it throws becomes a finding, since outside text never escapes as an exception (§11). */
export async function runCheck(check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return findingOf(error);
  }
}

const SEVERITY = { pass: 0, warn: 1, skipped: 2, fail: 3 } as const;

/** Returns the gravest of findings. */
export function gravest(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (worst, finding) =>
      worst === undefined || SEVERITY[finding.result] > SEVERITY[worst.result] ? finding : worst,
    undefined,
  );
}

/** Returns a time in unix seconds as ISO 8601, for people. */
export function showTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace('.000Z', 'Z');
}
