import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type ChosenPolicy, wordsOf } from '../policy/chosen-policy.ts';
import { listNotRequired } from '../../../jobs/verify/policy-fields.ts';
import { useFormat } from '../../language/format.ts';
import { CheckList } from '../verdict/check-list.tsx';
import { EnglishNote } from '../verdict/english-note.tsx';
import { ReportBody } from '../verdict/report.tsx';
import { VerdictHead } from '../verdict/verdict-head.tsx';
import { useCodeText } from '../words/code-texts.ts';
import type { Job as OpenedJob, Refusal } from './use-verifications.ts';
import { useVerifierTexts } from './verifier-texts.ts';
import classes from './verifier.module.css';

interface JobProps {
  readonly job: OpenedJob;
  readonly chosen: ChosenPolicy | null;
  readonly linkOf: ((record: string) => string) | null;
  readonly onRemove: () => void;
}

interface JobHeadProps extends Pick<JobProps, 'job' | 'chosen'> {
  /** Asks again how the record stands today. */
  readonly onAgain: () => void;
}

/** The verdict on a file, or why there is none; nothing while it is verified. */
export function JobHead({ job, chosen, onAgain }: JobHeadProps) {
  const { judged, refusal, present } = job;
  const head = useRef<HTMLDivElement>(null);
  const isJudged = judged !== null;
  useEffect(() => {
    if (isJudged) head.current?.scrollIntoView({ block: 'nearest' });
  }, [isJudged]);
  if (judged !== null)
    return (
      <div ref={head}>
        <VerdictHead
          outcome={judged.outcome}
          // Who compares the address of the ledger changes whose word it is, and nothing else.
          words={wordsOf(chosen)}
          policy={judged.policy}
          present={present}
          onAgain={onAgain}
          checkedAt={judged.checkedAt}
        />
      </div>
    );
  return refusal === null ? null : <Refused file={job.file} refusal={refusal} />;
}

/** One file below its verdict: its checks while they run, then the report. */
export function JobBody({ job, chosen, linkOf, onRemove }: JobProps) {
  if (job.judged !== null)
    return (
      <ReportBody judged={{ ...job.judged, ...wordsOf(chosen) }} present={job.present} linkOf={linkOf} />
    );
  return job.refusal === null ? <Running job={job} chosen={chosen} onRemove={onRemove} /> : null;
}

function Running({ job, chosen, onRemove }: Omit<JobProps, 'linkOf'>) {
  const texts = useVerifierTexts();
  const format = useFormat();
  const { file, checks, isSlow } = job;
  return (
    <section className="card" aria-labelledby="running-title">
      <div className={classes['running']}>
        <h2 id="running-title">{texts.verifying(file.name)}</h2>
        <Button variant="default" size="compact-sm" onClick={onRemove}>
          {texts.stop}
        </Button>
      </div>
      <p className="quiet">
        {texts.checksDone(format.number(checks.length))} {isSlow && texts.slow}
      </p>
      <CheckList
        checks={checks}
        parties={[]}
        bundle={null}
        batch={null}
        notRequired={chosen === null ? [] : listNotRequired(chosen.policy)}
        isRunning
      />
    </section>
  );
}

/** Why a file could not be verified. */
export function Refused({ file, refusal }: { file: File; refusal: Refusal }) {
  const texts = useVerifierTexts();
  const explain = useCodeText();
  const format = useFormat();
  return (
    <section className={`card ${classes['refused']}`} role="alert">
      <h2>{texts.failed}</h2>
      <p>
        {file.name}, {format.size(file.size)}
      </p>
      <p>{explain(refusal.code)}</p>
      <p className="quiet">
        <code>{refusal.code}</code>
      </p>
      <EnglishNote text={refusal.message} />
    </section>
  );
}
