import { ANSWER_FAULTS, isFailure } from '../../agents/answer/answer-fault.ts';
import type { AnswerReport, ReportedFault } from '../../agents/answer/report-answer.ts';
import type { StatementState } from '../../agents/answer/judge-blocks.ts';
import { showValue } from '../../core/errors.ts';
import type { Followed, RestatedRecord } from '../../jobs/follow/find-restated.ts';
import { showHidden } from '../../core/outside-text.ts';
import { formatCount } from './text-format.ts';
import { wrapWide } from './wrap-wide.ts';

const MARKS = { proven: '✓', computed: '✓', 'no-figure': '✓', 'not-checked': '–', failed: '✗' } as const;

/** What each state says about the figures of a statement. */
const STATES: Readonly<Record<StatementState, string>> = {
  proven: 'its figures are proven under your policy',
  computed: 'computed here again and equal; nobody signed it',
  'no-figure': 'without a figure; found here again and equal',
  'not-checked': 'not checked',
  failed: 'does not hold',
};

const HEADLINES = {
  verified: '✓ Verified: each statement holds; what was computed here is signed by nobody',
  'not-verified': '✗ Not verified',
  unchecked: '– Unchecked: not all of it could be checked',
} as const;

/**
 * Writes a verdict on an answer file: each statement with its mark, what is wrong, what became of its records, and the verdict in the last line.
 * What was not followed is null.
 */
export function formatAnswerReport(report: AnswerReport, followed: Followed | null): string {
  const { statements, faults, verdict } = report;
  const parts = [
    formatQuestion(report),
    ...statements.map((statement, at) =>
      formatStatement(statement, at + 1, { report, restated: followed?.restated ?? [] }),
    ),
    ...faults.map((fault) => wrapWide(`${isFailure(fault) ? '✗' : '–'} ${writeFault(fault)}`)),
    ...writeFollowed(report, followed).map((line) => wrapWide(`– ${line}`)),
    wrapWide(HEADLINES[verdict]),
  ];
  return parts.join('\n\n');
}

/** Names the records that may have been restated: nobody here knows. */
function writeFollowed({ statements }: AnswerReport, followed: Followed | null): string[] {
  const records = new Set(statements.flatMap((statement) => statement.records)).size;
  if (records === 0 || followed?.unknown.length === 0) return [];
  if (followed === null)
    return [
      `Not followed: whether ${formatCount(records, 'record')} behind these statements changed since. Use --follow [not-followed]`,
    ];
  const { unknown } = followed;
  return [
    `The server does not know ${formatCount(unknown.length, 'record')} of ${records}, so these were not followed: ${unknown.join(', ')} [not-followed]`,
  ];
}

function formatQuestion({ question, by, rows, unprovenRows, proofs }: AnswerReport): string {
  const answerer = by === 'forms' ? 'the forms planner' : showHidden(`${by.model} at ${by.host}`);
  return [
    `Question (${showHidden(question.type)}): ${showHidden(question.text)}`,
    `Answered by ${answerer}, from ${formatCount(rows, 'row')} and ${formatCount(proofs.length, 'checked proof file')}.`,
    ...(unprovenRows === 0 ? [] : [writeUnproven(unprovenRows)]),
  ]
    .map((line) => wrapWide(line))
    .join('\n');
}

function writeUnproven(rows: number): string {
  return `No proof file that verifies shows ${formatCount(rows, 'row')}: they are as the writer of the answer gave them.`;
}

function formatStatement(
  { state, text, faults, records }: AnswerReport['statements'][number],
  number: number,
  { report, restated }: { readonly report: AnswerReport; readonly restated: readonly RestatedRecord[] },
): string {
  const words = text?.[report.question.language] ?? `statement ${number}`;
  const replaced = restated.filter(({ record }) => records.includes(record));
  return [
    wrapWide(replaced.length > 0 ? `! ${strike(words)}` : `${MARKS[state]} ${words}`),
    wrapWide(`  ${STATES[state]}`, 4),
    ...replaced.map((each) => wrapWide(`  ${writeRestated(each)}`, 4)),
    ...new Set(faults.map((fault) => wrapWide(`  ${writeFault(fault)}`, 4))),
  ].join('\n');
}

/** Strikes words through (U+0336), in any terminal or editor. */
function strike(words: string): string {
  return [...words].map((character) => (/\s/u.test(character) ? character : `${character}\u0336`)).join('');
}

function writeRestated({ record, newest, sequence, isWithdrawn: isOver }: RestatedRecord): string {
  const what = isOver ? 'withdrawn by' : 'restated by';
  return `the record ${record} was ${what} version ${sequence}, ${newest}: ask again [restated]`;
}

function writeFault({ code, place, expected, actual, problem, reason }: ReportedFault): string {
  const isCompared = expected !== null || actual !== null;
  const values = isCompared ? `: expected ${showValue(expected)}, got ${showValue(actual)}` : '';
  const refused = problem === null ? '' : ` ${reason!.en} [${problem.duty ?? problem.code}]`;
  return `${showHidden(`${place}${values}`)}. ${ANSWER_FAULTS[code].about}${refused} [${code}]`;
}
