import { UnstyledButton } from '@mantine/core';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useShownHeadline } from '../verdict/headline.ts';
import { chooseShown } from '../../../jobs/verify/present.ts';
import { toneOfVerdict } from '../verdict/verdict-tone.ts';
import { useWhyTexts } from '../verdict/why-texts.ts';
import type { Job } from './use-verifications.ts';
import { useVerifierTexts } from './verifier-texts.ts';
import classes from './verifier.module.css';

interface JobListProps {
  readonly jobs: readonly Job[];
  readonly current: number;
  readonly onPick: (id: number) => void;
  readonly onRemove: (id: number) => void;
}

/** All files that are open, each with its verdict; the report of one is shown below. */
export function JobList({ jobs, current, onPick, onRemove }: JobListProps) {
  const texts = useVerifierTexts();
  return (
    <section aria-labelledby="files-title">
      <h2 id="files-title" className={classes['files']}>
        {texts.files}
      </h2>
      <ul className={classes['jobs']}>
        {jobs.map((job) => (
          <li key={job.id} className={classes['job']} data-current={job.id === current}>
            <UnstyledButton
              className={classes['pick']}
              aria-current={job.id === current}
              onClick={() => onPick(job.id)}
            >
              <JobVerdict job={job} />
              <span>{job.file.name}</span>
            </UnstyledButton>
            <Remove name={job.file.name} onRemove={() => onRemove(job.id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function JobVerdict({ job: { state, judged, checks, present } }: { job: Job }) {
  const texts = useVerifierTexts();
  const headline = useShownHeadline();
  const { causes } = useWhyTexts();
  const format = useFormat();
  if (judged !== null) {
    const shown = chooseShown(judged.outcome, present);
    return <Tag tone={toneOfVerdict(shown.outcome, shown.newer)}>{headline(shown)}</Tag>;
  }
  if (state === 'failed') return <Tag tone="bad">{causes.other}</Tag>;
  return <Tag>{state === 'running' ? texts.checksDone(format.number(checks.length)) : texts.waiting}</Tag>;
}

/** Files that come beside the proof files. */
export function BesideList({ files, onRemove }: { files: readonly File[]; onRemove: (file: File) => void }) {
  const texts = useVerifierTexts();
  const format = useFormat();
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="beside-title">
      <h2 id="beside-title" className={classes['files']}>
        {texts.beside}
      </h2>
      <ul className={classes['jobs']}>
        {files.map((file, index) => (
          <li key={index} className={classes['job']}>
            <span className={classes['pick']}>
              {file.name} <span className="quiet">{format.size(file.size)}</span>
            </span>
            <Remove name={file.name} onRemove={() => onRemove(file)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  const texts = useVerifierTexts();
  return (
    <UnstyledButton className={classes['remove']} aria-label={texts.remove(name)} onClick={onRemove}>
      ✕
    </UnstyledButton>
  );
}
