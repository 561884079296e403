import { BadInput, FailedCheck } from '../errors.ts';
import type { BadInputCode, FailedCheckCode } from '../error-codes.ts';
import type { Hex } from '../encoding/hex.ts';
import type { CheckName } from './policy.ts';
import { OverWork } from './work.ts';
import { ReaderError, type ReaderErrorCode } from './chain-reader.ts';

/** The outcomes of checks, besides the codes of values, proofs and endpoints: code → meaning and what to do. No other codes exist. */
export const VERIFY_CODES = {
  ok: 'The check passed.',
  'hint-differs':
    'The check passed. The proof file names another transaction or block than the chain does, but these are only hints. They are compared on request only (`ledger verify --hints`).',
  'format-failed':
    'Not checked, because the file is not a valid proof file of this ledger: the check `format` failed. Look at that finding first.',
  'wrong-domain':
    'The proof file belongs to another chain or ledger than the policy. Ask for a proof file of the ledger in your policy, or compare the address in the policy.',
  'record-repeated': 'A record is in the proof file twice. Ask for a new proof file.',
  'key-not-shown':
    'The policy requires an entry that the proof file does not show. Ask for a proof file that shows it.',
  'source-missing':
    'A record names a source that is not in the proof file. Ask for a proof file with all its sources.',
  'source-later':
    'A source was sealed in a later batch than the record that names it. Do not accept the record: the operator or the file is wrong. Ask the operator.',
  'own-source':
    'An assurance or decision names a source of its own party. Nobody may assure or decide on their own records. Do not rely on this record.',
  'no-chain':
    'Not checked, because no endpoint of the chain was given. Name endpoints in the policy and verify again.',
  'code-differs':
    'The code of a contract is not the code that the policy names. Do not trust the file. Compare the addresses in your policy with a source other than the server.',
  'registry-differs':
    'The ledger uses another registry than the policy names. Do not trust the file. Compare the addresses in your policy with a source other than the server.',
  'checkpoint-differs':
    'A block that the policy names in `checkpoints` is not on the chain of an endpoint. Do not trust that endpoint: name another one.',
  'not-anchored':
    'The chain has no batch with this number. Check that the endpoint is of the right chain, and ask for the proof file again when the batch is anchored; if it stays so, do not trust the file.',
  'anchor-differs':
    'The chain has another header, or another anchoring time, for this batch. Ask for a new proof file; if that one differs too, do not trust it.',
  'anchored-later':
    'The record was anchored after the time as of which the file is judged (`ledger verify --at`). Judge it as of a later time.',
  'head-later':
    'Not checked, because the file shows the stream as of a batch that was anchored after the time as of which it is judged, and lacks the version that was the newest then. Use a proof file from that time, or renew this one with `ledger proof refresh`: it then links the versions.',
  'not-final':
    'Not checked yet: the batch is anchored, but not final by the rule of the policy. Verify again later.',
  'anchor-failed':
    'Not checked, because the check `anchor` did not pass for this batch. Look at that finding first.',
  'unknown-key':
    "The registry has no such key of this party. Do not trust the record: another key than the party's signed it.",
  'closed-key':
    'The key was not valid at both times: it was closed, or not open yet. Ask the party for a version signed with a valid key.',
  'no-role':
    'The party had no role that may write this kind without a break from sealing to anchoring. The registrar must open the role, then the party signs a new version.',
  'window-differs':
    'A window in the proof file differs from the one in the registry. Ask for a new proof file.',
  'no-head':
    'Not checked, because the proof file shows no head of this stream as of the batch of the record and of the subject’s head, or a later one. Ask for a newer proof file.',
  'not-head':
    'A head of the stream names another record, so this one never became the head. Ask for a newer proof file. If it says the same, ask the operator.',
  'link-differs':
    'A record in the history belongs to another stream, or has another sequence, than the next version names. Ask for a newer proof file. If it says the same, ask the operator.',
  'basis-superseded':
    'A newer version of a result that the record cites, or of another record behind it, is in the ledger. Ask the party for a record that uses the newer one. Of a cited result, `basis` of the policy can be `warn`.',
  'basis-withdrawn':
    'A result that the record cites, or another record behind it, was withdrawn. Do not use the figures. Ask the party why.',
  'answer-adverse': 'An auditor gave an adverse opinion. Read the assurance before you use the figures.',
  'answer-rejected':
    'An exchange or regulator rejected the record. Read the decision before you use the figures.',
  'answer-qualified': 'An auditor gave a qualified opinion. Read the assurance before you use the figures.',
  'answer-queried':
    'An exchange or regulator queried the record. Read the decision before you use the figures.',
  'answer-superseded':
    'A newer answer of the same party replaced this one, so it counts as no answer. Read the newer one.',
  'answer-withdrawn': 'Its party withdrew the answer, so it counts as no answer. Ask the party why.',
  'answer-later':
    'The answer was given after the time as of which the file is judged (`ledger verify --at`). It does not count.',
  'answer-not-shown':
    'Not checked, because the proof file hides or lacks the answer of a judge. Ask for a proof file with the answers of your judges.',
  'answer-too-early':
    'An answer was sealed in an earlier batch than the record that it answers. Do not rely on the answer: the operator or the file is wrong. Ask the operator.',
  'other-version': 'An answer is about another version of the record, and counts for that version alone.',
  'no-answer':
    'A judge of the policy has no standing answer to this version. Wait for the answer, or do not require `answers`.',
  'no-judges':
    'Not checked, because the policy names no judges. Name parties in `judges` of the policy if their answers matter to you.',
  'wrong-party':
    'The record belongs to another party than `subjectParty` of the policy. Ask for the right proof file.',
  'ledger-closed':
    'The ledger was closed: it takes no more records. Ask its successor whether there is a newer version.',
  'citation-malformed':
    'An entry names a result, but not as protocol §10 says. Do not rely on the figure. Ask the party for a new record.',
  'citation-source':
    'A disclosure cites a record that is not a result of its own party among its sources. Do not rely on the figure. Ask the party for a new record.',
  'citation-key':
    'A disclosure shows a cited figure under another key, without a reason. Do not rely on the figure. Ask the party for a new record.',
  'citation-absent':
    'An entry cites a figure that the result does not hold. Do not rely on the figure. Ask the party for a new record.',
  'figure-not-of-run':
    'A figure is not among the figures that the run of its result computes, so nobody can compute it again. Ask the party how it came about, or for a record whose figures all come from a run.',
  'figure-uncited':
    'A disclosure shows a figure without the result that it comes from, so nobody can compute it again. Ask the party for a record that cites a result.',
  superseded: 'A newer version of this record is in the ledger. Ask for a proof file of that version.',
  withdrawn: 'The newest version in the stream is a withdrawal. Do not use the figures. Ask the party why.',
  'too-old':
    'The proof file shows the newest version as of a time that is longer ago than the policy allows (`maxAge`). Ask for a newer proof file.',
  'no-replays':
    'Not checked, because fewer parties replayed the batch than the policy requires (`replays.quorum`). Ask the parties in `replays` to replay the batch, ask for a newer file, or lower `replays.quorum`.',
  'head-newer':
    'The proof file has a newer head of this stream, which names another record, and which too few parties of the policy replayed. Ask for a newer proof file once they have replayed its batch.',
  'no-history':
    'Not checked, because the proof file lacks an earlier version in this stream. Ask for a proof file that includes it, or do not require this check.',
  'no-party':
    'Not checked, because the proof file does not list the streams of this party. Ask for a proof file that includes them, or do not require this check.',
  'order-falls':
    'A version was sealed in a later batch than the version that follows it, or than a head that names it. Do not accept the record: the operator or the file is wrong. Ask the operator.',
  'state-proofs-not-read':
    'Not checked, because this program does not read state proofs. Nothing to do, unless your policy requires this check: then remove it there.',
  'no-faults':
    'Not checked, because the policy names no faults contract. Nothing to do, unless your policy requires this check: then remove it there.',
  'not-in-this-version':
    'Not checked, because this version of the program does not have this check. Nothing to do, unless your policy requires this check: then remove it there.',
  'no-run':
    'Not checked, because the proof file shows no result with its entry `run`. Ask for a proof file that shows it.',
  'no-engines':
    'Not checked, because the policy accepts no engine. Add the digest of an engine to `engines` of the policy.',
  'engine-missing':
    'Not checked, because the engine that the run names is not available here, or its file does not have the SHA-256 that the run names. Get the file with the SHA-256 of the finding, and open it beside the proof file on the page Verify (`verify.html`), or give it to the command line (`--engine`) or the library.',
  'inputs-not-shown':
    'Not checked, because the proof file does not show every row that the run used, or because a document that it used was not given. Ask for a proof file that shows the rows, or give rows and documents beside it.',
  'run-malformed':
    'The entry `run` does not have the format of protocol §10. Do not rely on the figures. Ask the party to compute and register the result again.',
  'engine-not-accepted':
    'Not checked, because the policy does not accept the engine that the run names. If you trust it, add its SHA-256, which the finding has, to `engines` of the policy.',
  'engine-differs':
    'The engine with this digest has another name or version than the run says. Do not rely on the figures. Ask the party to compute and register the result again.',
  'inputs-differ':
    'The run names other inputs than the sources of its record, or than the rows that it used. Do not rely on the figures. Ask the party to compute and register the result again.',
  'outputs-differ':
    'The run names other figures than the engine computes. Do not rely on the figures. Ask the party to compute and register the result again.',
  'run-refused':
    'The engine cannot compute the run again. Do not rely on the figures. Ask the party to compute and register the result again.',
  'figure-differs':
    'A figure differs from what the engine computes from the inputs. Do not rely on the figures. Ask the party to compute and register the result again.',
  'over-limit':
    'Not checked, because it takes more work than one verification does: more evidence, signatures, hashes, rows of runs or random draws. So the file is unchecked, whether or not the policy requires the check. Ask for a proof file with fewer records, entries, heads, links, parties and windows. Where a run draws too much, compute it again by itself, which has no limit: `ledger reperform`.',
  internal: 'Not checked, because of an unexpected error in the verifier. Please report it.',
} as const;

/** The code of a finding. */
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

/** Returns an error as a finding: wrong evidence fails, an unreachable chain skips. */
export function findingOf(error: unknown): Finding {
  if (error instanceof BadInput) return fail(error.code, error.message, null, error.value ?? null);
  if (error instanceof FailedCheck)
    return fail(error.code, error.message, error.expected ?? null, error.actual ?? null);
  if (error instanceof ReaderError) return skip(error.code, error.message);
  if (error instanceof OverWork) return skip('over-limit', error.message);
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

/** Codes of a check that was begun, or could have been, and was not finished: nobody knows what it would find. */
const CUT_SHORT: readonly VerifyCode[] = ['over-limit', 'rpc-limit', 'internal'];

/** Tells whether a check was cut short: by a limit of the work of a verification, or by an unexpected error. */
export function isCutShort({ result, code }: Pick<Finding, 'result' | 'code'>): boolean {
  return result === 'skipped' && CUT_SHORT.includes(code);
}

const SEVERITY = { pass: 0, warn: 1, skipped: 2, fail: 4 } as const;

/** What was cut short counts more than another reason to skip. */
function severityOf(finding: Finding): number {
  return isCutShort(finding) ? 3 : SEVERITY[finding.result];
}

/** Returns the worst of several findings; undefined when there is none. */
export function worstOf(findings: readonly Finding[]): Finding | undefined {
  return findings.reduce<Finding | undefined>(
    (worst, finding) => (worst === undefined || severityOf(finding) > severityOf(worst) ? finding : worst),
    undefined,
  );
}
