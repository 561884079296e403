import type { Language } from '../../../agents/words/language.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { padWide, wrapLine } from '../wrap-text.ts';
import { showDifference } from './difference-text.ts';
import { type Detail, describeFinding } from './finding-text.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

const MARKS = { pass: '✓', warn: '!', skipped: '–', fail: '✗' } as const;

/** Returns what the checks found: each of them, or those folded that say the same. */
export function formatChecks(checks: readonly CheckResult[], detail: Detail, language: Language): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const layout = { width, detail, language };
  return detail === 'full' ? formatAll(checks, layout) : formatBrief(checks, layout);
}

/** How checks are laid out: the width of the column with their names, and how much of them is said in which language. */
interface Layout {
  readonly width: number;
  readonly detail: Detail;
  readonly language: Language;
}

function formatAll(checks: readonly CheckResult[], layout: Layout): string {
  const counts = Map.groupBy(checks, ({ check }) => check);
  return checks
    .map((check) =>
      formatCheck(check, layout, counts.get(check.check)!.length > 1 ? nameRecord(check, layout) : ''),
    )
    .join('\n');
}

function formatBrief(checks: readonly CheckResult[], layout: Layout): string {
  const passed = groupPassed(checks, layout);
  const causes = Map.groupBy(
    checks.filter((check) => !passed.folded.has(check)),
    ({ check, result, code, basis }) => {
      if (code === 'ok') return check;
      return `${result === 'skipped' ? '' : check} ${result} ${code} ${basis}`;
    },
  );
  return [...passed.lines, ...[...causes.values()].map((cause) => formatCause(cause, layout))].join('\n');
}

/** Folds the checks that passed for every record: equal numbers of records share a line. */
function groupPassed(
  checks: readonly CheckResult[],
  { language }: Layout,
): { lines: string[]; folded: ReadonlySet<CheckResult> } {
  const words = VERIFICATION_WORDS[language].checks;
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
    lines: folding.map(([count, group]) => {
      const names = group.map(([check]) => check);
      return wrapLine(words.passed(count, names), 2);
    }),
    folded: new Set(
      folding.flatMap(([, group]) => group.flatMap(([name]) => checks.filter(({ check }) => check === name))),
    ),
  };
}

/** Returns one message for all findings with the same cause. */
function formatCause(cause: readonly CheckResult[], layout: Layout): string {
  const words = VERIFICATION_WORDS[layout.language].checks;
  const [first] = cause as [CheckResult, ...CheckResult[]];
  const names = [...new Set(cause.map(({ check }) => check))];
  const records = new Set(cause.flatMap(({ record }) => (record === null ? [] : [record]))).size;
  if (names.length > 1)
    return wrapLine(`${MARKS[first.result]} ${words.several(names)}${say(first, layout)}`, 2);
  if (cause.length === 1)
    return formatCheck(first, layout, first.result === 'pass' ? '' : nameRecord(first, layout));
  if (first.code === 'ok')
    return formatLine(first, layout, `${say(first, layout)}${words.more(cause.length - 1)}`);
  const whose = records > 1 ? words.ofRecords(records) : '';
  return formatCheck({ ...first, expected: null, actual: null }, layout, whose);
}

function nameRecord({ record }: CheckResult, { language }: Layout): string {
  return record === null ? '' : VERIFICATION_WORDS[language].checks.ofRecord(record.slice(0, 12));
}

function say(found: CheckResult, { detail, language }: Layout): string {
  return describeFinding(found, detail, language);
}

function formatCheck(found: CheckResult, layout: Layout, whose: string): string {
  const { result, code } = found;
  const text = formatLine(found, layout, `${whose}${say(found, layout)}`);
  if (result === 'pass' || result === 'skipped') return text;
  const words = VERIFICATION_WORDS[layout.language].checks;
  const { expected, actual } = showDifference(found, layout.language);
  const line = (label: string, value: string): string => wrapLine(`    ${padWide(label, 10)}${value}`, 14);
  return [
    text,
    line(words.code, code),
    ...(expected === null ? [] : [line(words.expected, expected)]),
    ...(actual === null ? [] : [line(words.actual, actual)]),
  ].join('\n');
}

function formatLine({ check, result }: CheckResult, { width }: Layout, text: string): string {
  return wrapLine(`${MARKS[result]} ${check.padEnd(width)}  ${text}`, width + 4);
}
