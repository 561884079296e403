import { type Bundle, parseBundle } from '../proofs/bundle.ts';
import { type Recover, recoverByNoble, recoverOnce } from '../hashing/signature.ts';
import type { ChainReader } from './chain-reader.ts';
import { CHECKS, type Policy, requiredChecks } from './policy.ts';
import { type CheckResult, type Finding, fail, findingOf, pass, skip } from './result.ts';
import { type Summary, summarise } from './summary.ts';
import { conclude, listNotRequired, type Verdict } from './verdict.ts';
import { indexVersions, type VerificationContext } from './verification-context.ts';
import { verifyContent } from './verify-content.ts';
import type { Computing } from './verify-figures.ts';
import { Work, WORK_LIMITS, type WorkLimits } from './work.ts';

/** What a verification found. */
export interface Verification extends Verdict {
  readonly checks: readonly CheckResult[];
  /** The time as of which the file was judged, unix seconds; null for today. */
  readonly at: number | null;
  /** How many figures the file shows of its subject. A verdict says nothing about figures that are not shown. */
  readonly shownFigures: number;
  /** What the file says about its subject; null where it is not a proof file of this ledger. */
  readonly summary: Summary | null;
  /** The parsed proof file; null where the file is not a valid one. */
  readonly bundle: Bundle | null;
}

/** What a verification needs besides the proof file: the verifier's own policy, chain and clock. */
export interface VerifyOptions extends Computing {
  readonly policy: Policy;
  /** Null where the chain cannot be reached. */
  readonly reader: ChainReader | null;
  /** Unix seconds. */
  readonly now: number;
  /**
   * A time as of which the file is judged, unix seconds, not later than `now`; null for today. Ages are counted from it, and records that
   * were anchored after it are no part of the judgement. The chain is read as it is today.
   */
  readonly at?: number | null;
  /** Another implementation of key recovery, for speed. */
  readonly recover?: Recover;
  /** Whether transaction and block, which are only hints, are compared with the chain's events: that may take many calls. Default no. */
  readonly hints?: boolean;
  /** Lower limits than those of §11. */
  readonly limits?: Partial<WorkLimits>;
  /** An empty list that takes what the checks of the content find, one by one as they end: a program can show them before the verdict. */
  readonly results?: CheckResult[] | undefined;
}

/** Makes the checks of §11 on a proof file and returns what they found, with the verdict. Never throws, no matter what the file holds. */
export async function verifyBundle(file: Uint8Array, options: VerifyOptions): Promise<Verification> {
  const { policy, at = null } = options;
  let bundle: Bundle;
  try {
    bundle = parseBundle(file);
  } catch (error) {
    return { ...concludeUnread({ ...findingOf(error), result: 'fail' }, policy), at };
  }
  const format = verifyDomain(bundle, policy);
  if (format.result === 'fail') return { ...concludeUnread(format, policy, bundle), at };
  const work = new Work({ ...WORK_LIMITS, ...options.limits });
  const context: VerificationContext = {
    bundle,
    policy,
    reader: options.reader,
    now: at ?? options.now,
    at,
    hints: options.hints ?? false,
    recover: recoverOnce(work.count(options.recover ?? recoverByNoble)),
    work,
    rewound: new Map(),
    ...indexVersions(bundle),
  };
  const { results = [] } = options;
  const found = await verifyContent(context, options, results);
  const checks: CheckResult[] = [{ check: 'format', record: null, ...format }, ...dropRepeated(results)];
  checks.sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
  const summary = summarise(context, found);
  return {
    ...conclude(policy, checks),
    checks,
    at,
    shownFigures: summary.figures.length,
    summary,
    bundle,
  };
}

function verifyDomain(bundle: Bundle, policy: Policy): Finding {
  const { chainId, ledger } = policy;
  if (bundle.chainId !== chainId || bundle.ledger !== ledger) {
    return fail(
      'wrong-domain',
      `the proof file is for ledger ${bundle.ledger} on chain ${bundle.chainId}, expected ${ledger} on chain ${chainId}`,
      { chainId, ledger },
      { chainId: bundle.chainId, ledger: bundle.ledger },
    );
  }
  const ids = bundle.records.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    return fail('record-repeated', `record ${repeated} is in the proof file twice`, null, repeated);
  return pass(`${bundle.format} with ${ids.length === 1 ? '1 record' : `${ids.length} records`}`);
}

function concludeUnread(
  format: Finding,
  policy: Policy,
  bundle: Bundle | null = null,
): Omit<Verification, 'at'> {
  const others = CHECKS.filter((check) => check !== 'format').map((check) => ({
    check,
    record: null,
    ...skip('format-failed', 'the file is not a valid proof file of this ledger'),
  }));
  return {
    verdict: 'not-verified',
    newest: policy.newest,
    checks: [{ check: 'format', record: null, ...format }, ...others],
    unchecked: [...requiredChecks(policy)].filter((check) => check !== 'format'),
    notRequired: listNotRequired(policy),
    shownFigures: 0,
    summary: null,
    bundle,
  };
}

/** Two checks can find the same difference, with an engine and without: it is reported once. */
function dropRepeated(results: readonly CheckResult[]): CheckResult[] {
  const seen = new Set<string>();
  return results.filter(({ check, result, code, basis }) => {
    if (result !== 'fail' || code !== 'figure-differs') return true;
    const name = `${check} ${basis}`;
    return seen.has(name) ? false : seen.add(name);
  });
}
