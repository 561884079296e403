import { ANSWER_FAULTS, isFailure } from '../../agents/answer/answer-fault.ts';
import type { AnswerReport, ReportedFault } from '../../agents/answer/report-answer.ts';
import type { StatementState } from '../../agents/answer/judge-blocks.ts';
import { showValue } from '../../core/errors.ts';
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

/** Writes a verdict on an answer file: each statement with its mark, what is wrong, and the verdict in the last line. */
export function formatAnswerReport(report: AnswerReport): string {
  const { statements, faults, verdict } = report;
  const parts = [
    formatQuestion(report),
    ...statements.map((statement, at) => formatStatement(statement, at + 1, report)),
    ...faults.map((fault) => wrapWide(`${isFailure(fault) ? '✗' : '–'} ${writeFault(fault)}`)),
    wrapWide(HEADLINES[verdict]),
  ];
  return parts.join('\n\n');
}

function formatQuestion({ question, by, rows, proofs }: AnswerReport): string {
  const answerer = by === 'forms' ? 'the forms planner' : showHidden(`${by.model} at ${by.host}`);
  return [
    `Question (${showHidden(question.type)}): ${showHidden(question.text)}`,
    `Answered by ${answerer}, from ${formatCount(rows, 'row')} and ${formatCount(proofs.length, 'checked proof file')}.`,
  ]
    .map((line) => wrapWide(line))
    .join('\n');
}

function formatStatement(
  { state, text, faults }: AnswerReport['statements'][number],
  number: number,
  { question }: AnswerReport,
): string {
  return [
    wrapWide(`${MARKS[state]} ${text?.[question.language] ?? `statement ${number}`}`),
    wrapWide(`  ${STATES[state]}`, 4),
    ...new Set(faults.map((fault) => wrapWide(`  ${writeFault(fault)}`, 4))),
  ].join('\n');
}

function writeFault({ code, place, expected, actual, problem, reason }: ReportedFault): string {
  const isCompared = expected !== null || actual !== null;
  const values = isCompared ? `: expected ${showValue(expected)}, got ${showValue(actual)}` : '';
  const refused = problem === null ? '' : ` ${reason!.en} [${problem.duty ?? problem.code}]`;
  return `${showHidden(`${place}${values}`)}. ${ANSWER_FAULTS[code].about}${refused} [${code}]`;
}
