import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ChosenPolicy } from '../policy/chosen-policy.ts';
import { requiredChecks, CHECKS } from '../../../core/verify/policy.ts';
import { useFormat } from '../../language/format.ts';
import { CheckList } from '../verdict/check-list.tsx';
import { Report } from '../verdict/report.tsx';
import { useCodeText } from '../words/code-texts.ts';
import type { Job as OpenedJob } from './use-verifications.ts';
import { useVerifierTexts } from './verifier-texts.ts';
import classes from './verifier.module.css';

interface JobProps {
  readonly job: OpenedJob;
  readonly chosen: ChosenPolicy | null;
  readonly linkOf: ((record: string) => string) | null;
  readonly onRemove: () => void;
}

/** One file: its checks while they run, then the report. */
export function Job({ job, chosen, linkOf, onRemove }: JobProps) {
  const { judged, refusal } = job;
  const report = useRef<HTMLDivElement>(null);
  const isJudged = judged !== null;
  useEffect(() => {
    if (isJudged) report.current?.scrollIntoView({ block: 'nearest' });
  }, [isJudged]);
  if (judged !== null)
    return (
      <div ref={report}>
        <Report judged={judged} linkOf={linkOf} />
      </div>
    );
  if (refusal !== null) return <Refused job={job} />;
  return <Running job={job} chosen={chosen} onRemove={onRemove} />;
}

function Running({ job, chosen, onRemove }: Omit<JobProps, 'linkOf'>) {
  const texts = useVerifierTexts();
  const format = useFormat();
  const { file, checks, isSlow } = job;
  const required = chosen === null ? null : requiredChecks(chosen.policy);
  const notRequired = required === null ? [] : CHECKS.filter((check) => !required.has(check));
  return (
    <section className="card" aria-labelledby="running-title">
      <div className={classes['running']}>
        <h3 id="running-title">{texts.verifying(file.name)}</h3>
        <Button variant="default" size="compact-md" onClick={onRemove}>
          {texts.stop}
        </Button>
      </div>
      <p className="quiet" role="status">
        {texts.checksDone(format.number(checks.length))} {isSlow && texts.slow}
      </p>
      <CheckList checks={checks} parties={[]} notRequired={notRequired} isRunning />
    </section>
  );
}

function Refused({ job: { file, refusal } }: { job: OpenedJob }) {
  const texts = useVerifierTexts();
  const explain = useCodeText();
  const format = useFormat();
  if (refusal === null) return null;
  return (
    <section className={`card ${classes['refused']}`} role="alert">
      <h3>{texts.failed}</h3>
      <p>
        {file.name}, {format.size(file.size)}
      </p>
      <p>{explain(refusal.code)}</p>
      <p className="quiet" lang="en">
        <code>{refusal.code}</code>: {refusal.message}
      </p>
    </section>
  );
}
