import { ANSWER_FAULTS, type AnswerFaultCode } from '../../../agents/answer/answer-fault.ts';
import type { AnswerReport, ReportedFault } from '../../../agents/answer/report-answer.ts';
import type { Piece, PiecedBlock } from '../../../agents/render/plain-text.ts';
import type { Language } from '../../../agents/words/language.ts';
import { showValue } from '../../../core/errors.ts';
import type { RestatedRecord } from '../../../jobs/follow/find-restated.ts';
import { FigureTable } from '../../components/figure-table.tsx';
import { OutsideText } from '../../components/outside-text.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useLanguage } from '../../language/language.tsx';
import { RecordName } from '../verdict/surroundings.tsx';
import { useAnswerTexts } from './answer-texts.ts';
import { useFollowTexts } from './follow-texts.ts';

const TONES = {
  proven: 'good',
  computed: 'good',
  'no-figure': 'neutral',
  'not-checked': 'unsure',
  failed: 'bad',
} as const satisfies Record<AnswerReport['statements'][number]['state'], Tone>;

interface StatementProps {
  readonly statement: AnswerReport['statements'][number];
  /** Its words in each language; null where it does not hold. */
  readonly pieces: Readonly<Record<Language, PiecedBlock>> | null;
  readonly number: number;
  /** The records behind it that changed since. */
  readonly restated: readonly RestatedRecord[];
}

/** A statement of an answer file and what became of it: struck through where a record behind it changed since. */
export function AnswerStatement({ statement, pieces, number, restated }: StatementProps) {
  const texts = useAnswerTexts();
  const format = useFormat();
  const { language } = useLanguage();
  const { state, faults } = statement;
  const isStruck = restated.length > 0;
  return (
    <li data-state={state} data-ref={`blocks.${number - 1}`}>
      {pieces === null ? (
        <p>{texts.statement(format.number(number))}</p>
      ) : (
        <Block block={pieces[language]} isStruck={isStruck} />
      )}
      <Tag tone={TONES[state]}>{texts.states[state]}</Tag>
      {restated.map((each) => (
        <Restated key={each.record} restated={each} />
      ))}
      <AnswerFaults faults={faults} />
    </li>
  );
}

/** A statement that holds, or a table of figures: struck through as a whole. */
function Block({ block, isStruck }: { block: PiecedBlock; isStruck: boolean }) {
  if (block.is === 'text')
    return (
      <p>
        <Words pieces={block.pieces} isStruck={isStruck} />
      </p>
    );
  const { ref, caption, head, rows } = block;
  return (
    <FigureTable
      caption={caption}
      head={head}
      reference={ref}
      rows={rows.map((row) => row.map((cell, at) => <Words key={at} pieces={cell} isStruck={isStruck} />))}
    />
  );
}

/** Words of a statement. Each piece that is from a thing has its handle, by which the file explains it. */
function Words({ pieces, isStruck }: { pieces: readonly Piece[]; isStruck: boolean }) {
  const words = pieces.map(({ text, ref, part }, at) =>
    ref === null ? (
      text
    ) : (
      <span key={at} data-ref={ref} data-part={part ?? undefined}>
        {text}
      </span>
    ),
  );
  return isStruck ? <s>{words}</s> : words;
}

/** The newer version, in whose place a struck statement names an older one. Screen readers do not say that words are struck: this does. */
function Restated({ restated: { record, newest, sequence, isWithdrawn } }: { restated: RestatedRecord }) {
  const texts = useFollowTexts();
  const format = useFormat();
  return (
    <p data-restated={record} data-ref={newest}>
      <Tag tone="unsure">{isWithdrawn ? texts.withdrawnBy : texts.restatedBy}</Tag>{' '}
      <RecordName id={newest} text={texts.version(format.number(sequence))} />
    </p>
  );
}

/** What is wrong with a statement or a whole file, or was not checked. */
export function AnswerFaults({ faults }: { faults: readonly ReportedFault[] }) {
  const texts = useAnswerTexts();
  const { language } = useLanguage();
  const give: Readonly<Partial<Record<AnswerFaultCode, string>>> = texts.give;
  return (
    <ul>
      {faults.map(({ code, place, expected, actual, reason }, at) => (
        <li key={at} data-ref={place}>
          {ANSWER_FAULTS[code].about[language]} {give[code]} {reason?.[language]}{' '}
          <code>
            {code} {place}
          </code>
          {(expected !== null || actual !== null) && (
            <p className="quiet">
              <OutsideText text={texts.values(showValue(expected), showValue(actual))} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
