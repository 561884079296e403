import type { BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { listAbsentStreams } from './absent-streams.ts';
import { verifyAnchor, verifyFinality } from './anchor.ts';
import { listAnswers, verifyAnswers } from './answers.ts';
import { describeLater, isLater } from './as-of.ts';
import { verifyAuthority } from './authority.ts';
import { verifyCompleteness } from './completeness.ts';
import {
  type Judged,
  judgeStanding,
  listParts,
  type Part,
  reportCurrentness,
  UNKNOWN_STANDING,
} from './currentness.ts';
import { verifyEntries } from './entries.ts';
import { type GatheredHeads, gatherHeads } from './heads.ts';
import { verifyInclusion } from './inclusion.ts';
import { listMissingBasis, warnOfReplaced } from './newer-versions.ts';
import { verifyOrder } from './order.ts';
import type { CheckName } from './policy.ts';
import { verifyRecord } from './record.ts';
import { type CheckResult, type Finding, pass, runCheck, skip } from './result.ts';
import { verifySignature } from './signature.ts';
import { verifySources } from './sources.ts';
import { verifyStatement } from './statement.ts';
import type { Found } from './summary.ts';
import type { VerificationContext } from './verification-context.ts';
import { isBounded, OVER_LIMIT, verifyEvidence } from './verify-evidence.ts';
import { type Computing, verifyFigures } from './verify-figures.ts';

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

const NO_FAULTS = skip('no-faults', 'the policy names no faults contract');
const FAULTS_NOT_READ = skip('not-in-this-version', 'this version does not read faults contracts');

/** Makes all checks of a proof file but that of its format. `results` takes what they find, one by one as they end. */
export async function verifyContent(
  context: VerificationContext,
  computing: Computing,
  results: CheckResult[],
): Promise<Found> {
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
  return { parts, judged, answers, origins, absentStreams, unusedRows };
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
