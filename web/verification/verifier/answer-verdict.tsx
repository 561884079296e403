import type { AnswerReport, ReportedFault } from '../../../agents/answer/report-answer.ts';
import { showValue } from '../../../core/errors.ts';
import { Notice } from '../../components/notice.tsx';
import { OutsideText } from '../../components/outside-text.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useLanguage } from '../../language/language.tsx';
import type { ChosenPolicy } from '../policy/chosen-policy.ts';
import { Refused } from './job.tsx';
import type { Opened } from './use-verifications.ts';
import type { VerifierTools } from './verifier-tools.ts';
import { useVerifierTexts } from './verifier-texts.ts';
import { useAnswerTexts } from './answer-texts.ts';
import { useAnswerReport } from './use-answer-report.ts';

interface AnswerVerdictProps {
  readonly file: File;
  readonly chosen: ChosenPolicy | null;
  readonly tools: VerifierTools;
  readonly beside: Opened['beside'];
}

/** The answer files that are open, the last one first. */
export function Answers({
  files,
  ...given
}: Omit<AnswerVerdictProps, 'file'> & { readonly files: readonly File[] }) {
  return files.map((file, at) => <AnswerVerdict key={files.length - at} file={file} {...given} />);
}

/** An answer file, verified in this browser: what became of each statement. */
function AnswerVerdict({ file, chosen, tools, beside }: AnswerVerdictProps) {
  const texts = useVerifierTexts();
  const { report, refusal } = useAnswerReport(file, chosen?.policy ?? null, { tools, beside });
  if (refusal !== null) return <Refused file={file} refusal={refusal} />;
  if (report === null) return <Notice title={texts.verifying(file.name)} isLive />;
  return <Report name={file.name} report={report} />;
}

const TONES = { verified: 'good', 'not-verified': 'bad', unchecked: 'unsure' } as const;

function Report({ name, report }: { name: string; report: AnswerReport }) {
  const texts = useAnswerTexts();
  const format = useFormat();
  const { verdict, question, by, rows, unprovenRows, statements, faults, proofs } = report;
  return (
    <section className="card stack" aria-label={name} data-answer={verdict}>
      <Notice tone={TONES[verdict]} title={texts.verdicts[verdict]} isLive>
        <p>{texts.unsigned}</p>
        {unprovenRows > 0 && <p>{texts.unproven(format.number(unprovenRows))}</p>}
      </Notice>
      <h2>{texts.question}</h2>
      <p>
        <OutsideText text={question.text} />
      </p>
      <p className="quiet">
        {by === 'forms' ? texts.byForms : texts.byModel(by.model, by.host)}{' '}
        {texts.basis(format.number(rows), format.number(proofs.length))}
      </p>
      <h2>{texts.statements}</h2>
      <ol className="stack">
        {statements.map((statement, at) => (
          <Statement key={at} statement={statement} number={at + 1} />
        ))}
      </ol>
      {faults.length > 0 && <h2>{texts.wholeFile}</h2>}
      <Faults faults={faults} />
    </section>
  );
}

const STATE_TONES = {
  proven: 'good',
  computed: 'good',
  'no-figure': 'neutral',
  'not-checked': 'unsure',
  failed: 'bad',
} as const satisfies Record<AnswerReport['statements'][number]['state'], Tone>;

interface StatementProps {
  readonly statement: AnswerReport['statements'][number];
  readonly number: number;
}

function Statement({ statement: { state, text, faults }, number }: StatementProps) {
  const texts = useAnswerTexts();
  const format = useFormat();
  const { language } = useLanguage();
  return (
    <li data-state={state}>
      <p>{text?.[language] ?? texts.statement(format.number(number))}</p>
      <Tag tone={STATE_TONES[state]}>{texts.states[state]}</Tag>
      <Faults faults={faults} />
    </li>
  );
}

function Faults({ faults }: { faults: readonly ReportedFault[] }) {
  const texts = useAnswerTexts();
  const { language } = useLanguage();
  return (
    <ul>
      {faults.map(({ code, place, expected, actual, reason }, at) => (
        <li key={at}>
          {texts.faults[code]} {reason?.[language]}{' '}
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
