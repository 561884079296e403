import type { Policy } from '../../../core/verify/policy.ts';
import { Notice } from '../../components/notice.tsx';
import { OutsideText } from '../../components/outside-text.tsx';
import { useFormat } from '../../language/format.ts';
import type { ChosenPolicy } from '../policy/chosen-policy.ts';
import { NO_SURROUNDINGS, type Surroundings, SurroundingsProvider } from '../verdict/surroundings.tsx';
import { AnswerFaults, AnswerStatement } from './answer-statement.tsx';
import type { ShownAnswer } from '../work/messages.ts';
import { Following } from './following.tsx';
import { Refused } from './job.tsx';
import type { Opened } from './use-verifications.ts';
import type { VerifierTools } from './verifier-tools.ts';
import { useVerifierTexts } from './verifier-texts.ts';
import { useAnswerTexts } from './answer-texts.ts';
import { useAnswerReport } from './use-answer-report.ts';
import { listRestated, useFollowed } from './use-followed.ts';

interface AnswerVerdictProps {
  readonly file: File;
  readonly chosen: ChosenPolicy | null;
  readonly tools: VerifierTools;
  readonly beside: Opened['beside'];
}

interface AnswersProps extends Omit<AnswerVerdictProps, 'file'> {
  readonly files: readonly File[];
  /** What the page can do around an answer: newer records have pages there. */
  readonly surroundings: Surroundings | undefined;
}

/** The answer files that are open, the last one first. */
export function Answers({ files, surroundings = NO_SURROUNDINGS, ...given }: AnswersProps) {
  return (
    <SurroundingsProvider value={surroundings}>
      {files.map((file, at) => (
        <AnswerVerdict key={files.length - at} file={file} {...given} />
      ))}
    </SurroundingsProvider>
  );
}

/** An answer file, verified in this browser: what became of each statement. */
function AnswerVerdict({ file, chosen, tools, beside }: AnswerVerdictProps) {
  const texts = useVerifierTexts();
  const { report, refusal } = useAnswerReport(file, chosen?.policy ?? null, { tools, beside });
  if (refusal !== null) return <Refused file={file} refusal={refusal} />;
  if (report === null) return <Notice title={texts.verifying(file.name)} isLive />;
  return <Report name={file.name} report={report} policy={chosen?.policy ?? null} tools={tools} />;
}

const TONES = { verified: 'good', 'not-verified': 'bad', unchecked: 'unsure' } as const;

interface ReportProps {
  readonly name: string;
  readonly report: ShownAnswer;
  readonly policy: Policy | null;
  readonly tools: VerifierTools;
}

function Report({ name, report, policy, tools }: ReportProps) {
  const texts = useAnswerTexts();
  const { following, again } = useFollowed(report, tools, policy);
  const format = useFormat();
  const { verdict, question, by, rows, unprovenRows, statements, pieces, faults, proofs } = report;
  return (
    <section className="card stack" aria-label={name} data-answer={verdict}>
      <Notice tone={TONES[verdict]} title={texts.verdicts[verdict]} isLive>
        <p>{texts.unsigned}</p>
        {unprovenRows > 0 && <p data-ref="runs">{texts.unproven(format.number(unprovenRows))}</p>}
      </Notice>
      <Following following={following} onAgain={again} />
      <h2>{texts.question}</h2>
      <p data-ref="question">
        <OutsideText text={question.text} />
      </p>
      <p className="quiet">
        {by === 'forms' ? (
          texts.byForms
        ) : (
          <span data-ref="transcript">{texts.byModel(by.model, by.host)}</span>
        )}{' '}
        <span data-ref="runs">{texts.rows(format.number(rows))}</span>{' '}
        <span data-ref="proofs">{texts.proofs(format.number(proofs.length))}</span>
      </p>
      <h2>{texts.statements}</h2>
      <ol className="stack" data-ref="blocks">
        {statements.map((statement, at) => (
          <AnswerStatement
            key={at}
            statement={statement}
            pieces={pieces[at] ?? null}
            number={at + 1}
            restated={listRestated(following, statement.records)}
          />
        ))}
      </ol>
      {faults.length > 0 && <h2>{texts.wholeFile}</h2>}
      <AnswerFaults faults={faults} />
    </section>
  );
}
