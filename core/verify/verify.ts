import { type Bundle, type BundleRecord, parseBundle } from '../proofs/bundle.ts';
import type { ChainReader } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import { CHECKS, type CheckName, type Policy, REQUIRED_CHECKS } from './policy.ts';
import { type Recover, recoverByNoble, recoverOnce } from '../hashing/signature.ts';
import { checkAnchor, checkAnchored, checkFinality } from './anchor.ts';
import { checkAuthority, checkWellSigned, checkWindow } from './authority.ts';
import { checkCompleteness, checkPartyHeads } from './completeness.ts';
import type { Context } from './context.ts';
import { checkCurrentness, checkHead, isCurrentnessJudged, isCurrentnessRequired } from './currentness.ts';
import { checkEntries } from './entries.ts';
import { gatherHeads, type HeadEvidence } from './heads.ts';
import { checkInclusion } from './inclusion.ts';
import { checkLink, checkOrder } from './order.ts';
import { checkRecord } from './record.ts';
import { checkReperformance, type OpenEngine } from './reperformance.ts';
import { type CheckResult, type Finding, fail, findingOf, gravest, pass, runCheck, skip } from './result.ts';
import { checkSignature } from './signature.ts';
import { checkSources } from './sources.ts';
import { checkStatement } from './statement.ts';

/** What a verification found. */
export interface Verification {
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  readonly checks: readonly CheckResult[];
  /** The bundle, where the file is one. */
  readonly bundle: Bundle | null;
}

/** What a verification rests on: the verifier's own policy, chain, clock. */
export interface VerifyOptions {
  readonly policy: Policy;
  /** Null where the chain can't be asked. */
  readonly reader: ChainReader | null;
  /** Unix seconds. */
  readonly now: number;
  /** Another way to recover keys, for speed. */
  readonly recover?: Recover;
  /** Where released engines come from; without it no result is computed again. */
  readonly openEngine?: OpenEngine;
}

/** The most heads, links, parties and windows of a bundle that one verification follows. */
const MAX_EVIDENCE = 4096;

/** Checks made of every record, in the order in which they are reported. */
const RECORD_CHECKS: readonly [
  CheckName,
  (context: Context, subject: BundleRecord) => Finding | Promise<Finding>,
][] = [
  ['entries', checkEntries],
  ['statement', checkStatement],
  ['record', checkRecord],
  ['signature', checkSignature],
  ['inclusion', (_, subject) => checkInclusion(subject)],
  ['anchor', (context, { inclusion: { header }, anchor }) => checkAnchor(context, { header, anchor })],
  ['finality', (context, { inclusion: { header }, anchor }) => checkFinality(context, { header, anchor })],
  ['authority', checkAuthority],
];

/** Returns what the checks of §11 say of a bundle's file. Never throws, whatever the file holds. */
export async function verifyBundle(file: Uint8Array, options: VerifyOptions): Promise<Verification> {
  const { policy } = options;
  let bundle: Bundle;
  try {
    bundle = parseBundle(file);
  } catch (error) {
    return concludeUnread({ ...findingOf(error), result: 'fail' });
  }
  const format = checkDomain(bundle, policy);
  if (format.result === 'fail') return concludeUnread(format, bundle);
  const context: Context = {
    bundle,
    policy,
    reader: options.reader,
    now: options.now,
    recover: recoverOnce(options.recover ?? recoverByNoble),
    byId: new Map(bundle.records.map((record) => [record.id, record])),
  };
  const checks = [
    { check: 'format', record: null, ...format } as const,
    ...(await checkContent(context, options.openEngine)),
  ];
  checks.sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
  return { verdict: conclude(context, checks), checks, bundle };
}

function checkDomain(bundle: Bundle, policy: Policy): Finding {
  const { chainId, ledger } = policy;
  if (bundle.chainId !== chainId || bundle.ledger !== ledger) {
    return fail(
      'wrong-domain',
      'the bundle is of another ledger than the policy',
      { chainId, ledger },
      { chainId: bundle.chainId, ledger: bundle.ledger },
    );
  }
  const ids = bundle.records.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    return fail('record-repeated', `record ${repeated} stands in the bundle twice`, null, repeated);
  return pass(`${bundle.format}, ${ids.length} records`);
}

function concludeUnread(format: Finding, bundle: Bundle | null = null): Verification {
  const others = CHECKS.filter((check) => check !== 'format').map((check) => ({
    check,
    record: null,
    ...skip('format-failed', 'the file is no bundle of this ledger'),
  }));
  return {
    verdict: 'not-verified',
    checks: [{ check: 'format', record: null, ...format }, ...others],
    bundle,
  };
}

async function checkContent(context: Context, openEngine: OpenEngine | undefined): Promise<CheckResult[]> {
  const { bundle } = context;
  const results: CheckResult[] = [];
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
  const first = bundle.records[0]!.id;
  const evidence = isBounded(bundle) ? gatherHeads(context, soundRecords(results)) : null;
  const rely = (check: (on: HeadEvidence) => Promise<Finding>): Finding | Promise<Finding> =>
    evidence === null ? OVER_LIMIT : check(evidence);
  for (const subject of bundle.records.filter((record) => isCurrentnessJudged(context, record))) {
    await report('currentness', subject.id, () => rely((on) => checkCurrentness(context, subject, on)));
  }
  await report('order', first, () => rely((on) => checkOrder(context, on)));
  await report('completeness', first, () => rely((on) => checkCompleteness(context, on)));
  await report('sources', first, () => checkSources(context));
  results.push({
    check: 'faults',
    record: null,
    ...skip(
      context.policy.faults === null ? 'no-faults' : 'not-in-this-version',
      'no contract of faults is asked',
    ),
  });
  await report('reperformance', null, () =>
    checkReperformance({ bundle, engines: context.policy.engines, openEngine }),
  );
  if (evidence === null) results.push({ check: 'format', record: null, ...OVER_LIMIT });
  else results.push(...(await checkEvidence(context, evidence)));
  return results;
}

/** Records of which no check failed or was skipped: those whose word counts for others. */
function soundRecords(results: readonly CheckResult[]): ReadonlySet<Hex> {
  const unsound = new Set(results.filter(({ result }) => result !== 'pass').map(({ record }) => record));
  return new Set(results.flatMap(({ record }) => (record === null || unsound.has(record) ? [] : [record])));
}

const OVER_LIMIT = skip('over-limit', `more than ${MAX_EVIDENCE} heads, links, parties and windows`);

function isBounded({ heads, history, parties, windows }: Bundle): boolean {
  return heads.length + history.length + parties.length + windows.length <= MAX_EVIDENCE;
}

const STATE_PROOFS_NOT_READ = skip('state-proofs-not-read', 'this version reads no state proofs');

/** Evidence beside the records is checked whether a check needs it or not: what is wrong always fails (§11). */
async function checkEvidence(context: Context, on: HeadEvidence): Promise<CheckResult[]> {
  const { heads, history, parties, windows, stateProofs } = context.bundle;
  const headers = [...heads, ...parties].flatMap(({ header, anchor, next }) =>
    next === null ? [{ header, anchor }] : [{ header, anchor }, next],
  );
  const links = history.map(({ inclusion: { header }, anchor }) => ({ header, anchor }));
  const evidence: [CheckName, (() => Finding | Promise<Finding>)[]][] = [
    ['currentness', heads.map((head) => () => checkHead(context, head))],
    [
      'order',
      history.flatMap((link) => [
        () => checkLink(link),
        () => checkAnchored(context, { header: link.inclusion.header, anchor: link.anchor }),
        () => checkWellSigned(context, link),
      ]),
    ],
    ['completeness', parties.map((party) => () => checkPartyHeads(context, party, on))],
    ['authority', windows.map((window) => () => checkWindow(context, window))],
    ['anchor', [...headers, ...links].map((anchored) => () => checkAnchor(context, anchored))],
    ['anchor', stateProofs.slice(0, 1).map(() => () => STATE_PROOFS_NOT_READ)],
  ];
  const results: CheckResult[] = [];
  for (const [check, runs] of evidence) {
    const findings = await Promise.all(runs.map(runCheck));
    const worst = gravest(findings);
    const told = worst?.result === 'pass' ? findings.find(({ code }) => code === 'hint-differs') : worst;
    if (told !== undefined) results.push({ check, record: null, ...told });
  }
  return results;
}

/** Returns the verdict: a failed check decides, then a required one that was skipped (§11). */
function conclude(context: Context, checks: readonly CheckResult[]): Verification['verdict'] {
  if (checks.some(({ result }) => result === 'fail')) return 'not-verified';
  const required = new Set<CheckName>([...REQUIRED_CHECKS, ...context.policy.require]);
  const isRequired = ({ check, record }: CheckResult): boolean => {
    const subject = record === null ? undefined : context.byId.get(record);
    return (
      required.has(check) ||
      (check === 'currentness' && subject !== undefined && isCurrentnessRequired(context, subject))
    );
  };
  return checks.some((check) => check.result === 'skipped' && isRequired(check)) ? 'unchecked' : 'verified';
}
