import type { CheckResult } from '../../../core/verify/result.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { showBasis, showDifference } from './difference-text.ts';
import { formatCount, plainText } from '../text-format.ts';
import { formatSummary } from './summary-text.ts';
import { type Concluded, describeHidden, formatHeadline, formatVerdict } from './verdict-text.ts';
import { wrapLine } from '../wrap-text.ts';

const MARKS = { pass: '✓', warn: '!', skipped: '–', fail: '✗' } as const;
/** Which checks are shown: all of them, or one line for what passed alike and one for each cause of what did not. */
export type Detail = 'brief' | 'full';

/** What the text of a verification shows. */
export type ShownVerification = Concluded &
  Pick<ProofVerification, 'bundle' | 'parties'> & { readonly offline?: boolean };

/**
 * Returns a verification for people: a failure first, then objections of others, what the file says, the checks, and the verdict in the last
 * line, which begins with its mark.
 */
export function formatVerification(verification: ShownVerification, detail: Detail): string {
  const { summary, bundle, parties } = verification;
  const checks = verification.checks.map((check) => ({ ...check, basis: nameParties(check.basis, parties) }));
  const parts = [
    ...formatHeadline(verification),
    ...describeAt(verification.at),
    ...describeNewest(verification.newest),
    ...describeHidden(verification),
    ...listObjections(checks),
    ...(bundle === null || summary === null ? [] : [formatSummary(summary, bundle, verification)]),
    detail === 'full' ? formatAll(checks) : formatBrief(checks),
    formatVerdict(verification),
  ];
  return parts.join('\n\n');
}

/** Returns a text with the identifiers of parties in place of their ids; next to an id that the registry does not know, it says so. */
function nameParties(text: string, parties: ShownVerification['parties']): string {
  return parties.reduce((named, { id, identifiers }) => {
    if (identifiers === null) return named;
    return named.replaceAll(id, identifiers[0] ?? `${id} (no such party is registered)`);
  }, text);
}

/** A verdict as of a past time says so before anything else. */
function describeAt(at: number | null): string[] {
  if (at === null) return [];
  const text = `As of ${formatTime(at)}, not of today: records that were anchored later are no part of the judgement. The chain is read as it is today.`;
  return [wrapLine(text, 2)];
}

/** So does a verdict of a policy that does not ask for the newest version. */
function describeNewest(newest: ShownVerification['newest']): string[] {
  if (newest === 'required') return [];
  const text =
    'Not asked whether this is the newest version: the policy says so. A newer version, or a withdrawal, may exist.';
  return [wrapLine(text, 2)];
}

/** Objections come first, because no check fails for them. */
function listObjections(checks: readonly CheckResult[]): string[] {
  const warned = checks.filter(({ check, result }) => check === 'answers' && result === 'warn');
  return warned.length === 0
    ? []
    : [warned.map(({ basis }) => wrapLine(`! ${plainText(basis)}`, 2)).join('\n')];
}

function formatAll(checks: readonly CheckResult[]): string {
  const width = widthOf(checks);
  const counts = Map.groupBy(checks, ({ check }) => check);
  return checks
    .map((check) => formatCheck(check, width, counts.get(check.check)!.length > 1 ? nameRecord(check) : ''))
    .join('\n');
}

function widthOf(checks: readonly CheckResult[]): number {
  return Math.max(...checks.map(({ check }) => check.length));
}

/** Returns the checks, with those folded that say the same. */
function formatBrief(checks: readonly CheckResult[]): string {
  const width = widthOf(checks);
  const passed = groupPassed(checks);
  const causes = Map.groupBy(
    checks.filter((check) => !passed.folded.has(check)),
    ({ check, result, code, basis }) => {
      if (code === 'ok') return check;
      return `${result === 'skipped' ? '' : check} ${result} ${code} ${basis}`;
    },
  );
  return [...passed.lines, ...[...causes.values()].map((cause) => formatCause(cause, width))].join('\n');
}

/** Folds the checks that passed for every record: equal numbers of records share a line. */
function groupPassed(checks: readonly CheckResult[]): { lines: string[]; folded: ReadonlySet<CheckResult> } {
  const byCheck = Map.groupBy(
    checks.filter(({ record, check }) => record !== null && check !== 'currentness' && check !== 'answers'),
    ({ check }) => check,
  );
  const whole = [...byCheck].filter(
    ([check, results]) =>
      results.every(({ result }) => result === 'pass') &&
      checks.every((each) => each.check !== check || each.result === 'pass'),
  );
  const byCount = Map.groupBy(whole, ([, results]) => results.length);
  const folding = [...byCount].filter(([, group]) => group.length > 1);
  return {
    lines: folding.map(([count, group]) =>
      wrapLine(`✓ ${formatCount(count, 'record')}: ${group.map(([check]) => check).join(', ')} passed`, 2),
    ),
    folded: new Set(
      folding.flatMap(([, group]) => group.flatMap(([name]) => checks.filter(({ check }) => check === name))),
    ),
  };
}

/** Returns one message for all findings with the same cause. */
function formatCause(cause: readonly CheckResult[], width: number): string {
  const [first] = cause as [CheckResult, ...CheckResult[]];
  const names = [...new Set(cause.map(({ check }) => check))];
  const records = new Set(cause.flatMap(({ record }) => (record === null ? [] : [record]))).size;
  if (names.length > 1)
    return wrapLine(`${MARKS[first.result]} ${names.join(', ')}: ${plainText(first.basis)}`, 2);
  if (cause.length === 1) return formatCheck(first, width, first.result === 'pass' ? '' : nameRecord(first));
  if (first.code === 'ok')
    return formatCheck({ ...first, basis: `${first.basis} (and ${cause.length - 1} more)` }, width, '');
  const { expected: _, actual: __, ...shared } = first;
  const whose = records > 1 ? `${records} records: ` : '';
  return formatCheck({ ...shared, expected: null, actual: null }, width, whose);
}

function nameRecord({ record }: CheckResult): string {
  return record === null ? '' : `record ${record.slice(0, 12)}…: `;
}

function formatCheck(
  { check, result, code, basis, ...values }: CheckResult,
  width: number,
  whose: string,
): string {
  const text = wrapLine(`${MARKS[result]} ${check.padEnd(width)}  ${whose}${showBasis(basis)}`, width + 4);
  if (result === 'pass' || result === 'skipped') return text;
  const { expected, actual } = showDifference({ code, ...values });
  const lines = [`    code      ${code}`];
  if (expected !== null) lines.push(wrapLine(`    expected  ${expected}`, 14));
  if (actual !== null) lines.push(wrapLine(`    actual    ${actual}`, 14));
  return [text, ...lines].join('\n');
}
