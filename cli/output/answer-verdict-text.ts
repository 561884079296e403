import type { AnswerFile } from '../../agents/answer/answer-file.ts';
import { ANSWER_FAULTS, type AnswerFault } from '../../agents/answer/answer-fault.ts';
import type { AnswerVerdict, StatementState } from '../../agents/answer/verify-answer.ts';
import { REASONS } from '../../agents/reasons/reason.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { showHidden } from '../../core/outside-text.ts';
import { showValue } from '../../core/errors.ts';
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
export function formatAnswerVerdict(file: AnswerFile, verdict: AnswerVerdict): string {
  const { question, transcript, runs, proofs } = file;
  const texts = writeStatements(file, verdict);
  const { by } = transcript;
  const rows = runs.flatMap(({ inputs }) => inputs).reduce((sum, { entries }) => sum + entries.length, 0);
  const parts = [
    [
      `Question (${question.type}): ${showHidden(question.text)}`,
      `Answered by ${by === 'forms' ? 'the forms planner' : showHidden(`${by.model} at ${by.host}`)}, from ${runs.length} runs over ${rows} rows and ${proofs.length} proof files.`,
    ]
      .map((line) => wrapWide(line))
      .join('\n'),
    ...verdict.statements.map(({ state, faults }, at) =>
      [
        wrapWide(`${MARKS[state]} ${texts[at] ?? `statement ${at + 1}`}`),
        wrapWide(`  ${STATES[state]}`, 4),
        ...new Set(faults.map((fault) => wrapWide(`  ${writeFault(fault)}`, 4))),
      ].join('\n'),
    ),
    ...verdict.faults.map((fault) =>
      wrapWide(`${ANSWER_FAULTS[fault.code].effect === 'failed' ? '✗' : '–'} ${writeFault(fault)}`),
    ),
    wrapWide(HEADLINES[verdict.verdict]),
  ];
  return parts.join('\n\n');
}

/** Returns a verdict as JSON: the words of what holds are those of this program. */
export function listAnswerVerdict(file: AnswerFile, verdict: AnswerVerdict): object {
  const texts = writeStatements(file, verdict);
  const statements = verdict.statements.map(({ state, faults }, at) => ({
    state,
    text: texts[at] ?? null,
    faults,
  }));
  const proofs = verdict.proofs.map(({ verdict: own, bundle }) => ({
    record: bundle?.records[0]?.id ?? null,
    verdict: own,
  }));
  return { verdict: verdict.verdict, question: file.question, statements, faults: verdict.faults, proofs };
}

/** Writes the statements that hold; those that do not hold or were not checked have no words, as these would be the file's. */
function writeStatements(
  { question }: AnswerFile,
  { statements, admitted }: AnswerVerdict,
): (string | null)[] {
  const nodes = admitted === null ? [] : render(admitted, plainWriting(question.language));
  let next = 0;
  return statements.map(({ state }) => {
    if (state === 'failed' || state === 'not-checked') return null;
    const node = nodes[next++];
    return node === undefined ? null : plainText([node]);
  });
}

function writeFault({ code, place, expected, actual, problem }: AnswerFault): string {
  const values =
    expected === null && actual === null ? '' : `: expected ${showValue(expected)}, got ${showValue(actual)}`;
  const reason = problem === null ? '' : ` ${REASONS[problem.code]} [${problem.duty ?? problem.code}]`;
  return `${showHidden(`${place}${values}`)}. ${ANSWER_FAULTS[code].about}${reason} [${code}]`;
}
