import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import type { Verification } from '../../core/verify/verify.ts';
import { formatPeriod, formatTable, plainText } from './text-format.ts';
import { formatTime } from '../../core/encoding/time.ts';

const MARKS = { pass: '✓', warn: '!', skipped: '–', fail: '✗' } as const;
/** How much of the checks is told: every line, or a line a check and whatever did not pass. */
export type Detail = 'brief' | 'full';

/** Returns a verification as people read it. */
export function formatVerification({ verdict, checks, bundle }: Verification, detail: Detail): string {
  const subject = bundle?.records[0];
  const parts = [
    ...(bundle === null || subject === undefined ? [] : [describeSubject(bundle, subject)]),
    formatChecks(checks, detail),
    formatVerdict(verdict, checks),
  ];
  return parts.join('\n\n');
}

function formatVerdict(verdict: Verification['verdict'], checks: readonly CheckResult[]): string {
  if (verdict === 'verified') return '✓ verified';
  if (verdict === 'unchecked') return '– unchecked: not everything that is required could be checked';
  const failed = checks.filter(({ result }) => result === 'fail').map(({ check }) => check);
  return `✗ NOT VERIFIED: ${[...new Set(failed)].join(', ')}`;
}

/** Returns what the file claims of its subject; the checks below say what of it holds. */
function describeSubject(
  bundle: Bundle,
  { id, record, statement, entries, inclusion, anchor }: BundleRecord,
): string {
  const { kind, subject, sequence, party } = record;
  const title = plainText(statement['title'] ?? '');
  const lines = [
    `The file says: ${nameOfKind(kind)} ${plainText(subject)}, sequence ${sequence}${title === '' ? '' : `: "${title}"`}`,
    `  record    ${id}`,
    `  party     ${party}`,
    `  sealed    ${formatTime(inclusion.header.sealedAt)}, batch ${inclusion.header.number}`,
    `  anchored  ${formatTime(anchor.anchoredAt)}, ledger ${bundle.ledger} on chain ${bundle.chainId}`,
  ];
  if (entries.shown.length > 0) lines.push(indent(formatTable(entries.shown.map(rowOfEntry))));
  for (const { key } of entries.absent) lines.push(`  ${plainText(key)}: said to be absent`);
  return lines.join('\n');
}

type ShownEntry = BundleRecord['entries']['shown'][number];

function rowOfEntry({ key, value, unit, from, until }: ShownEntry): string[] {
  return [
    plainText(key),
    value === null ? 'document' : `${plainText(value)} ${plainText(unit)}`,
    formatPeriod(from, until),
  ];
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

function formatChecks(all: readonly CheckResult[], detail: Detail): string {
  const [format, ...rest] = all;
  const unread = format?.result === 'fail' && format.check === 'format' && detail === 'brief';
  const checks = unread ? [format] : all;
  const groups = Map.groupBy(checks, ({ check }) => check);
  const width = Math.max(...[...groups.keys()].map((check) => check.length));
  const more =
    unread && rest.length > 0
      ? [`${MARKS.skipped} the other ${rest.length} checks: ${rest[0]?.basis ?? ''}`]
      : [];
  return [...[...groups.values()].flatMap((group) => formatGroup(group, width, detail)), ...more].join('\n');
}

/** One line for what passed, its basis being that of the subject; a line each for all else. */
function formatGroup(group: readonly CheckResult[], width: number, detail: Detail): string[] {
  if (detail === 'full') return group.map((check) => formatCheck(check, width, nameRecord(check, group)));
  const passed = group.filter(({ result }) => result === 'pass');
  const rest = group.filter(({ result }) => result !== 'pass');
  const [first] = passed;
  const others = passed.length > 1 ? ` (and of ${passed.length - 1} other records)` : '';
  return [
    ...(first === undefined ? [] : [formatCheck(first, width, '') + others]),
    ...mergeAlike(rest).map(({ check, count }) =>
      formatCheck(check, width, count > 1 ? `${count} of these: ` : nameRecord(check, group)),
    ),
  ];
}

/** Puts together what was skipped for one and the same reason; each failure and warning stays by itself. */
function mergeAlike(checks: readonly CheckResult[]): { check: CheckResult; count: number }[] {
  const merged: { check: CheckResult; count: number }[] = [];
  for (const check of checks) {
    const alike = merged.find(
      ({ check: { result, basis } }) =>
        result === 'skipped' && check.result === 'skipped' && basis === check.basis,
    );
    if (alike === undefined) merged.push({ check, count: 1 });
    else alike.count++;
  }
  return merged;
}

function nameRecord({ record }: CheckResult, group: readonly CheckResult[]): string {
  return record === null || group.length === 1 ? '' : `record ${record.slice(0, 12)}…: `;
}

function formatCheck(
  { check, result, code, basis, expected, actual }: CheckResult,
  width: number,
  whose: string,
): string {
  const line = `${MARKS[result]} ${check.padEnd(width)}  ${whose}${plainText(basis)}`;
  if (result === 'pass' || result === 'skipped') return line;
  const margin = ' '.repeat(width + 4);
  const values = [`${margin}${code}`];
  if (expected !== null) values.push(`${margin}expected  ${plainText(expected)}`);
  if (actual !== null) values.push(`${margin}actual    ${plainText(actual)}`);
  return [line, ...values].join('\n');
}
