import { ANSWER_FAULTS, isFailure } from '../../agents/answer/answer-fault.ts';
import type { AnswerReport, ReportedFault } from '../../agents/answer/report-answer.ts';
import type { Language } from '../../agents/words/language.ts';
import { showValue } from '../../core/errors.ts';
import type { Followed, RestatedRecord } from '../../jobs/follow/find-restated.ts';
import { showHidden } from '../../core/outside-text.ts';
import { ANSWER_VERDICT_WORDS, type AnswerVerdictWords } from './answer-verdict-words.ts';
import { wrapLine } from './wrap-text.ts';

const MARKS = { proven: '✓', computed: '✓', 'no-figure': '✓', 'not-checked': '–', failed: '✗' } as const;

/** What a report is written with. */
interface Reader {
  readonly language: Language;
  readonly words: AnswerVerdictWords;
}

/**
 * Writes a verdict on an answer file: each statement with its mark, what is wrong, what became of its records, and the verdict in the last line.
 * What was not followed is null.
 */
export function formatAnswerReport(
  report: AnswerReport,
  followed: Followed | null,
  language: Language,
): string {
  const { statements, faults, verdict } = report;
  const words = ANSWER_VERDICT_WORDS[language];
  const reader = { language, words };
  const restated = followed?.restated ?? [];
  const parts = [
    formatQuestion(report, words),
    ...statements.map((statement, at) => formatStatement(statement, at + 1, { reader, restated })),
    ...faults.map((fault) => wrapLine(`${isFailure(fault) ? '✗' : '–'} ${writeFault(fault, reader)}`, 2)),
    ...writeFollowed(report, followed, words).map((line) => wrapLine(`– ${line}`, 2)),
    wrapLine(words.headlines[verdict], 2),
  ];
  return parts.join('\n\n');
}

/** Names the records that may have been restated: nobody here knows. */
function writeFollowed(
  { statements }: AnswerReport,
  followed: Followed | null,
  words: AnswerVerdictWords,
): string[] {
  const records = new Set(statements.flatMap((statement) => statement.records)).size;
  if (records === 0 || followed?.unknown.length === 0) return [];
  return [followed === null ? words.notAsked(records) : words.notKnown(followed.unknown, records)];
}

function formatQuestion(report: AnswerReport, words: AnswerVerdictWords): string {
  const { question, unprovenRows } = report;
  return [
    words.question(showHidden(question.type), showHidden(question.text)),
    words.answered(report),
    ...(unprovenRows === 0 ? [] : [words.unproven(unprovenRows)]),
  ]
    .map((line) => wrapLine(line, 2))
    .join('\n');
}

function formatStatement(
  { state, text, faults, records }: AnswerReport['statements'][number],
  number: number,
  { reader, restated }: { readonly reader: Reader; readonly restated: readonly RestatedRecord[] },
): string {
  const { words, language } = reader;
  const said = text?.[language] ?? words.statement(number);
  const replaced = restated.filter(({ record }) => records.includes(record));
  return [
    wrapLines(replaced.length > 0 ? `! ${strike(said)}` : `${MARKS[state]} ${said}`),
    wrapLine(`  ${words.states[state]}`, 4),
    ...replaced.map((each) => wrapLine(`  ${words.restated(each)}`, 4)),
    ...new Set(faults.map((fault) => wrapLine(`  ${writeFault(fault, reader)}`, 4))),
  ].join('\n');
}

/** Wraps the words of a statement: a table has a line for each row. */
function wrapLines(text: string): string {
  const [first = '', ...rows] = text.split('\n');
  return [wrapLine(first, 2), ...rows.map((row) => wrapLine(`  ${row}`, 4))].join('\n');
}

/** Strikes words through (U+0336), in any terminal or editor. */
function strike(words: string): string {
  return [...words].map((character) => (/\s/u.test(character) ? character : `${character}\u0336`)).join('');
}

function writeFault(fault: ReportedFault, { language, words }: Reader): string {
  const { code, place, expected, actual, problem, reason } = fault;
  const isCompared = expected !== null || actual !== null;
  const values = isCompared ? words.values(showValue(expected), showValue(actual)) : '';
  const about = [ANSWER_FAULTS[code].about[language], words.give[code], reason?.[language]];
  const why = problem === null ? [] : [`[${problem.duty ?? problem.code}]`];
  const said = [...about.filter((text) => text !== undefined), ...why, `[${code}]`].join(' ');
  return `${showHidden(`${place}${values}`)}. ${said}`;
}
