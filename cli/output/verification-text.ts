import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import type { Verification } from '../../core/verify/verify.ts';
import { formatCount, formatPeriod, formatTable, plainText } from './text-format.ts';
import { formatTime } from '../../core/encoding/time.ts';
import type { NamedParty } from '../../client/http/fetch-party.ts';
import { describeParty } from './party-text.ts';
import { SEALED_TIME } from './sealed-time.ts';
import { wrapLine } from './wrap-text.ts';

const NOT_LOOKED_UP = 'identifier not looked up: no answer from the chain';
const MARKS = { pass: '✓', warn: '!', skipped: '–', fail: '✗' } as const;
/** Which checks are shown: all of them, or one line for each kind of check and everything that did not pass. */
export type Detail = 'brief' | 'full';

/** Returns a verification for people. */
export function formatVerification(
  { verdict, checks, bundle }: Verification,
  party: NamedParty | null,
  detail: Detail,
): string {
  const subject = bundle?.records[0];
  const parts = [
    ...(bundle === null || subject === undefined ? [] : [describeSubject(bundle, subject, party)]),
    formatChecks(checks, detail),
    formatVerdict(verdict, checks),
  ];
  return parts.join('\n\n');
}

function formatVerdict(verdict: Verification['verdict'], checks: readonly CheckResult[]): string {
  if (verdict === 'verified') return '✓ verified';
  if (verdict === 'unchecked') return '– unchecked: not everything that is required could be checked';
  const failed = checks.filter(({ result }) => result === 'fail').map(({ check }) => check);
  return wrapLine(`✗ NOT VERIFIED: ${[...new Set(failed)].join(', ')}`, 2);
}

/** Returns what the file claims about its record; the checks below it say whether that is true. */
function describeSubject(
  bundle: Bundle,
  { id, record, statement, entries, inclusion, anchor }: BundleRecord,
  party: NamedParty | null,
): string {
  const { kind, subject, sequence } = record;
  const title = plainText(statement['title'] ?? '');
  const lines = [
    wrapLine(
      `The file says: ${title === '' ? '' : `"${title}", `}${nameOfKind(kind)} ${plainText(subject)}, sequence ${sequence}`,
      2,
    ),
    `  record    ${id}`,
    ...describeParty(party ?? { id: record.party, identifiers: null }, NOT_LOOKED_UP).map((line, index) =>
      wrapLine(`  ${index === 0 ? 'party     ' : '          '}${line}`, 12),
    ),
    `  sealed    ${formatTime(inclusion.header.sealedAt)}, batch ${inclusion.header.number}`,
    wrapLine(`            ${SEALED_TIME}`, 12),
    `  anchored  ${formatTime(anchor.anchoredAt)}, on chain ${bundle.chainId}`,
    `  ledger    ${bundle.ledger}`,
  ];
  if (entries.shown.length > 0) lines.push(indent(formatTable(entries.shown.map(rowOfEntry))));
  for (const { key } of entries.absent)
    lines.push(wrapLine(`  ${plainText(key)}: absent, as the file says`, 4));
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
  return text
    .split('\n')
    .map((line) => wrapLine(`    ${line}`, 8))
    .join('\n');
}

function formatChecks(all: readonly CheckResult[], detail: Detail): string {
  const [format, ...rest] = all;
  const unread = format?.result === 'fail' && format.check === 'format' && detail === 'brief';
  const checks = unread ? [format] : all;
  const groups = Map.groupBy(checks, ({ check }) => check);
  const width = Math.max(...[...groups.keys()].map((check) => check.length));
  const more =
    unread && rest.length > 0
      ? [wrapLine(`${MARKS.skipped} the other ${rest.length} checks: ${rest[0]?.basis ?? ''}`, 2)]
      : [];
  return [...[...groups.values()].flatMap((group) => formatGroup(group, width, detail)), ...more].join('\n');
}

/** Returns one line for all that passed, with the basis of the first, and one line for each other finding. */
function formatGroup(group: readonly CheckResult[], width: number, detail: Detail): string[] {
  if (detail === 'full') return group.map((check) => formatCheck(check, width, nameRecord(check, group)));
  const passed = group.filter(({ result }) => result === 'pass');
  const rest = group.filter(({ result }) => result !== 'pass');
  const [first] = passed;
  const others = passed.length > 1 ? ` (and for ${formatCount(passed.length - 1, 'other record')})` : '';
  return [
    ...(first === undefined ? [] : [formatCheck({ ...first, basis: `${first.basis}${others}` }, width, '')]),
    ...mergeAlike(rest).map(({ check, count }) =>
      formatCheck(check, width, count > 1 ? `${count} of these: ` : nameRecord(check, group)),
    ),
  ];
}

/** Merges checks that were skipped for the same reason; failures and warnings stay separate. */
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
  const line = wrapLine(`${MARKS[result]} ${check.padEnd(width)}  ${whose}${plainText(basis)}`, width + 4);
  if (result === 'pass' || result === 'skipped') return line;
  const values = [`    code      ${code}`];
  if (expected !== null) values.push(wrapLine(`    expected  ${plainText(expected)}`, 14));
  if (actual !== null) values.push(wrapLine(`    actual    ${plainText(actual)}`, 14));
  return [line, ...values].join('\n');
}
