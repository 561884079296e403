import { type Bundle, type BundleRecord, MAX_BUNDLE_EVIDENCE, parseBundle } from '../proofs/bundle.ts';
import type { ChainReader } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import { CHECKS, type CheckName, type Policy, requiredChecks } from './policy.ts';
import { type Recover, recoverByNoble, recoverOnce } from '../hashing/signature.ts';
import { listAbsentStreams } from './absent-streams.ts';
import { verifyAnchor, verifyAnchored, verifyFinality } from './anchor.ts';
import { describeLater, isLater } from './as-of.ts';
import { verifyAuthority, verifyWellSigned, verifyWindow } from './authority.ts';
import { verifyCompleteness, verifyPartyHeads } from './completeness.ts';
import { verifyCitations } from './citations.ts';
import {
  type Judged,
  judgeStanding,
  listParts,
  type Part,
  reportCurrentness,
  UNKNOWN_STANDING,
  verifyHead,
} from './currentness.ts';
import { listAnswers, verifyAnswers } from './answers.ts';
import {
  countFigures,
  findObject,
  findUnfounded,
  listUnusedRows,
  requireOwn,
  type UnusedRows,
} from './figures.ts';
import { type Found, type Summary, summarise } from './summary.ts';
import { verifyEntries } from './entries.ts';
import { type GatheredHeads, gatherHeads } from './heads.ts';
import { verifyInclusion } from './inclusion.ts';
import { verifyLink, verifyOrder } from './order.ts';
import { verifyRecord } from './record.ts';
import { listMissingBasis, warnOfReplaced } from './newer-versions.ts';
import type { OpenDocument, OpenEngine } from './engine.ts';
import type { GivenRows } from './given-rows.ts';
import { verifyReperformance } from './reperformance.ts';
import {
  type CheckResult,
  type Finding,
  fail,
  findingOf,
  isCutShort,
  pass,
  runCheck,
  skip,
  worstOf,
} from './result.ts';
import { verifySignature } from './signature.ts';
import { verifySources } from './sources.ts';
import { verifyStatement } from './statement.ts';
import { Work, WORK_LIMITS, type WorkLimits } from './work.ts';
import { indexVersions, type VerificationContext } from './verification-context.ts';

/** What a verification found. */
export interface Verification {
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** Whether the policy asks if the subject is the newest version in its stream. Where it does not, the verdict says nothing about that. */
  readonly newest: Policy['newest'];
  readonly checks: readonly CheckResult[];
  /** The checks that could not be made, and are required or were cut short by a limit. */
  readonly unchecked: readonly CheckName[];
  /** The checks that the policy does not require. */
  readonly notRequired: readonly CheckName[];
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
export interface VerifyOptions {
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
  /** Opens engines; without it no result is computed again. */
  readonly openEngine?: OpenEngine;
  /** Rows of whole records, from files beside the proof file: results are computed again from them (§11). */
  readonly rows?: readonly GivenRows[];
  /** Finds the documents that runs use, beside the proof file (§11). */
  readonly openDocument?: OpenDocument;
  /** An empty list that takes what the checks of the content find, one by one as they end: a program can show them before the verdict. */
  readonly results?: CheckResult[] | undefined;
}

/** The checks of every record, in the order in which they are reported. */
const RECORD_CHECKS: readonly [
  CheckName,
  (context: VerificationContext, subject: BundleRecord) => Finding | Promise<Finding>,
][] = [
  ['entries', verifyEntries],
  ['statement', verifyStatement],
  ['record', verifyRecord],
  ['signature', verifySignature],
  ['inclusion', (_, subject) => verifyInclusion(subject)],
  ['anchor', (context, { inclusion: { header }, anchor }) => verifyAnchor(context, { header, anchor })],
  ['finality', (context, { inclusion: { header }, anchor }) => verifyFinality(context, { header, anchor })],
  ['authority', verifyAuthority],
];

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
  const { results, found } = await verifyContent(context, options);
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

/** Two checks can find the same difference, with an engine and without: it is reported once. */
function dropRepeated(results: readonly CheckResult[]): CheckResult[] {
  const seen = new Set<string>();
  return results.filter(({ check, result, code, basis }) => {
    if (result !== 'fail' || code !== 'figure-differs') return true;
    const name = `${check} ${basis}`;
    return seen.has(name) ? false : seen.add(name);
  });
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

/** What results are computed again with. */
type Computing = Pick<VerifyOptions, 'openEngine' | 'openDocument' | 'rows'>;

async function verifyContent(
  context: VerificationContext,
  { results = [], ...computing }: Computing & Pick<VerifyOptions, 'results'>,
): Promise<{ results: CheckResult[]; found: Found }> {
  const { bundle, policy } = context;
  const report = async (
    check: CheckName,
    record: Hex | null,
    run: () => Finding | Promise<Finding>,
  ): Promise<void> => {
    results.push({ check, record, ...(await runCheck(run)) });
  };
  for (const subject of bundle.records) {
    for (const [check, run] of RECORD_CHECKS) await report(check, subject.id, () => run(context, subject));
  }
  const [subject] = bundle.records as [BundleRecord];
  const first = subject.id;
  if (isLater(context, subject.anchor))
    results.push({
      check: 'anchor',
      record: first,
      ...describeLater(context, subject.anchor),
      result: 'fail',
      expected: context.at,
      actual: subject.anchor.anchoredAt,
    });
  const gathered = isBounded(bundle) ? gatherHeads(context, soundRecords(results)) : null;
  const withHeads = (check: (heads: GatheredHeads) => Promise<Finding>): Finding | Promise<Finding> =>
    gathered === null ? OVER_LIMIT : check(gathered);
  const stands = await judgeParts(context, gathered);
  results.push(...stands.results);
  const answers = listAnswers(context, stands);
  if (gathered !== null)
    for (const { record, finding } of await verifyAnswers(context, answers, gathered))
      results.push({ check: 'answers', record, ...finding });
  else results.push({ check: 'answers', record: null, ...OVER_LIMIT });
  await report('order', first, () => withHeads((heads) => verifyOrder(context, heads)));
  await report('completeness', first, () => withHeads((heads) => verifyCompleteness(context, heads)));
  await report('sources', first, () => verifySources(context));
  results.push({
    check: 'faults',
    record: null,
    ...(policy.faults === null ? NO_FAULTS : FAULTS_NOT_READ),
  });
  const figures = await verifyFigures(context, computing);
  results.push(...figures.results);
  if (gathered === null) results.push({ check: 'format', record: null, ...OVER_LIMIT });
  else results.push(...(await verifyEvidence(context)));
  results.push(...(await findClosed(context)));
  const absentStreams = gathered === null ? [] : listAbsentStreams(context, gathered);
  const { parts, judged } = stands;
  const { origins, unusedRows } = figures;
  return { results, found: { parts, judged, answers, origins, absentStreams, unusedRows } };
}

/** Finds where the figures of the subject, or of what it answers, come from; and the rows that no run names. */
async function verifyFigures(
  context: VerificationContext,
  { openEngine, openDocument, rows = [] }: Computing,
): Promise<Pick<Found, 'origins' | 'unusedRows'> & { readonly results: CheckResult[] }> {
  const { bundle, policy, work } = context;
  const { finding, computed } = await verifyReperformance({
    bundle,
    engines: policy.engines,
    openEngine,
    ...(openDocument === undefined ? {} : { openDocument }),
    rows,
    work,
  });
  const results: CheckResult[] = [
    { check: 'reperformance', record: null, ...requireOwn(context, finding, computed) },
    ...verifyCitations(context).map((fault) => ({ ...fault, ...fault.finding })),
  ];
  const object = findObject(context);
  const origins = countFigures(context, object, computed);
  for (const unfounded of findUnfounded(context, origins))
    results.push({ check: 'reperformance', record: object.id, ...unfounded });
  let unusedRows: readonly UnusedRows[] = [];
  const looked = await runCheck(() => {
    unusedRows = listUnusedRows(context);
    return pass('the rows that no run names were looked for');
  });
  if (looked.result !== 'pass') results.push({ check: 'reperformance', record: null, ...looked });
  return { results, origins: object === bundle.records[0] ? origins : null, unusedRows };
}

/** Finds how each record stands that the check currentness covers, and what that check reports. */
async function judgeParts(
  context: VerificationContext,
  gathered: GatheredHeads | null,
): Promise<{ parts: Map<Hex, Part>; judged: Map<Hex, Judged>; results: CheckResult[] }> {
  const parts = new Map<Hex, Part>();
  const judged = new Map<Hex, Judged>();
  const results: CheckResult[] = [];
  const listed = listParts(context);
  for (const [record, part] of listed) {
    const found =
      gathered === null
        ? { standing: UNKNOWN_STANDING, finding: OVER_LIMIT }
        : await judgeStanding(context, record, gathered);
    parts.set(record.id, part);
    judged.set(record.id, found);
    const finding = reportCurrentness(context, part, found);
    if (finding !== null) results.push({ check: 'currentness', record: record.id, ...finding });
  }
  for (const id of listMissingBasis(context))
    results.push({
      check: 'currentness',
      record: context.bundle.records[0]!.id,
      ...skip('no-head', `it cites the result ${id}, which the proof file lacks: ask for a file that has it`),
    });
  for (const { record, finding } of warnOfReplaced(context, [...listed.keys()], gathered))
    results.push({ check: 'currentness', record, ...finding });
  return { parts, judged, results };
}

/** Warns where the ledger was closed: newer versions may be in its successor. Says nothing where the chain does not answer. */
async function findClosed({ reader, at }: VerificationContext): Promise<CheckResult[]> {
  let successor: string | null;
  try {
    successor = (await reader?.successor()) ?? null;
  } catch {
    return [];
  }
  if (successor === null) return [];
  const where = /^0x0+$/.test(successor) ? 'names no successor' : `names the successor ${successor}`;
  const when = at === null ? '' : ', as the chain says today and perhaps not yet then';
  const basis = `the ledger was closed${when}, and ${where}: ask there whether a newer version exists`;
  return [
    {
      check: 'currentness',
      record: null,
      ...pass(basis),
      result: 'warn',
      code: 'ledger-closed',
      actual: successor,
    },
  ];
}

/** Returns the records that passed all their own checks: only these count as evidence for others. */
function soundRecords(results: readonly CheckResult[]): ReadonlySet<Hex> {
  const unsound = new Set(results.filter(({ result }) => result !== 'pass').map(({ record }) => record));
  return new Set(results.flatMap(({ record }) => (record === null || unsound.has(record) ? [] : [record])));
}

const OVER_LIMIT = skip(
  'over-limit',
  `the proof file holds more than ${MAX_BUNDLE_EVIDENCE} heads, links, parties and windows together`,
);

function isBounded({ heads, history, parties, windows }: Bundle): boolean {
  return heads.length + history.length + parties.length + windows.length <= MAX_BUNDLE_EVIDENCE;
}

const STATE_PROOFS_NOT_READ = skip('state-proofs-not-read', 'this version does not read state proofs');
const NO_FAULTS = skip('no-faults', 'the policy names no faults contract');
const FAULTS_NOT_READ = skip('not-in-this-version', 'this version does not read faults contracts');

/** Verifies all evidence besides the records, whether another check needs it or not: wrong evidence always fails (§11). */
async function verifyEvidence(context: VerificationContext): Promise<CheckResult[]> {
  const { heads, history, parties, windows, stateProofs } = context.bundle;
  const headers = [...heads, ...parties].flatMap(({ header, anchor, next }) =>
    next === null ? [{ header, anchor }] : [{ header, anchor }, next],
  );
  const links = history.map(({ inclusion: { header }, anchor }) => ({ header, anchor }));
  const evidence: [CheckName, (() => Finding | Promise<Finding>)[]][] = [
    ['currentness', heads.map((head) => () => verifyHead(context, head))],
    [
      'order',
      history.flatMap((link) => [
        () => verifyLink(link),
        () => verifyAnchored(context, { header: link.inclusion.header, anchor: link.anchor }),
        () => verifyWellSigned(context, link),
      ]),
    ],
    ['completeness', parties.map((party) => () => verifyPartyHeads(context, party))],
    ['authority', windows.map((window) => () => verifyWindow(context, window))],
    ['anchor', [...headers, ...links].map((anchored) => () => verifyAnchor(context, anchored))],
    ['anchor', stateProofs.slice(0, 1).map(() => () => STATE_PROOFS_NOT_READ)],
  ];
  const results: CheckResult[] = [];
  for (const [check, runs] of evidence) {
    const findings = await Promise.all(runs.map(runCheck));
    const worst = worstOf(findings);
    const reported = worst?.result === 'pass' ? findings.find(({ code }) => code === 'hint-differs') : worst;
    if (reported !== undefined) results.push({ check, record: null, ...reported });
  }
  return results;
}

/**
 * Returns the verdict: `not-verified` where a check failed; else `unchecked` where a required check was skipped, or any check was cut
 * short: else what is only added to a file could hide what a check finds (§11).
 */
function conclude(
  policy: Policy,
  checks: readonly CheckResult[],
): Pick<Verification, 'verdict' | 'newest' | 'unchecked' | 'notRequired'> {
  const required = requiredChecks(policy);
  const skipped = checks.filter(
    (found) => isCutShort(found) || (found.result === 'skipped' && required.has(found.check)),
  );
  const unchecked = [...new Set(skipped.map(({ check }) => check))];
  const others = { newest: policy.newest, unchecked, notRequired: listNotRequired(policy) };
  if (checks.some(({ result }) => result === 'fail')) return { verdict: 'not-verified', ...others };
  return { verdict: unchecked.length > 0 ? 'unchecked' : 'verified', ...others };
}

function listNotRequired(policy: Policy): CheckName[] {
  const required = requiredChecks(policy);
  return CHECKS.filter((check) => !required.has(check));
}
