import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { wordOf } from '../../language/word-of.ts';
import { toneOfAnswer } from '../../components/record/answer-tone.ts';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useHeadline } from '../../verification/verdict/headline.ts';
import type { Judged } from '../../verification/verdict/report.tsx';
import { toneOfVerdict } from '../../verification/verdict/verdict-tone.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useAssureTexts } from './shared/assure-texts.ts';
import type { AuditWork } from './shared/audit-store.ts';
import classes from './shared/auditor.module.css';
import type { OwnOpinion } from './shared/own-opinions.ts';
import { countFigures, type Recomputed } from './recompute/figure-counts.ts';

interface OverviewProps {
  readonly verdict: UseQueryResult<Judged>;
  readonly recomputed: Recomputed;
  readonly work: AuditWork;
  readonly own: OwnOpinion | null;
  readonly view: RecordView;
}

/** The parts of the working paper, with what each has come to. */
export function Overview(props: OverviewProps) {
  const texts = useAssureTexts();
  const steps = [
    ['proof', texts.steps.verdict, <ProofTag key="proof" {...props} />],
    ['figures', texts.steps.figures, <FiguresTag key="figures" {...props} />],
    ['rows', texts.steps.rows, <RowsTag key="rows" {...props} />],
    ['samples', texts.steps.samples, <SamplesTag key="samples" {...props} />],
    ['opinion', texts.steps.opinion, <OpinionTag key="opinion" {...props} />],
  ] as const satisfies readonly (readonly [string, string, ReactNode])[];
  return (
    <nav aria-label={texts.overview}>
      <ol className={classes['steps']}>
        {steps.map(([anchor, name, tag]) => (
          <li key={anchor}>
            <a href={`#${anchor}`}>{name}</a>
            {tag}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function ProofTag({ verdict: { data, error } }: OverviewProps) {
  const texts = useAssureTexts();
  const headline = useHeadline();
  if (error !== null) return <Tag tone="unsure">{texts.notVerifiedYet}</Tag>;
  if (data === undefined) return <Tag>{texts.verifying}</Tag>;
  const { outcome } = data;
  const word = outcome.hidesFigures ? headline(outcome) : texts.verdicts[outcome.verdict];
  return <Tag tone={toneOfVerdict(outcome)}>{word}</Tag>;
}

function FiguresTag({ recomputed: { data, isFetching } }: OverviewProps) {
  const { figuresTag } = useAssureTexts();
  if (data === undefined) return <Tag>{isFetching ? figuresTag.running : figuresTag.open}</Tag>;
  const { all, equal, different } = countFigures(data);
  if (different > 0) return <Tag tone="bad">{figuresTag.differs}</Tag>;
  return equal === all && all > 0 ? (
    <Tag tone="good">{figuresTag.equal}</Tag>
  ) : (
    <Tag tone="unsure">{figuresTag.open}</Tag>
  );
}

function RowsTag({ recomputed: { data } }: OverviewProps) {
  const { rowsTag } = useAssureTexts();
  if (data?.rows == null) return <Tag>{rowsTag.open}</Tag>;
  return data.usesOtherRows ? <Tag tone="bad">{rowsTag.other}</Tag> : <Tag tone="good">{rowsTag.same}</Tag>;
}

function SamplesTag({ work: { samples } }: OverviewProps) {
  const texts = useAssureTexts();
  const format = useFormat();
  const rows = samples.flatMap(({ found }) => found);
  if (rows.length === 0) return <Tag>{texts.noSamples}</Tag>;
  const looked = rows.filter(({ finding }) => finding !== 'open').length;
  const isBad = rows.some(({ finding }) => finding === 'differs');
  const lacks = rows.some(({ finding }) => finding === 'no-evidence');
  return (
    <Tag tone={isBad ? 'bad' : looked === rows.length && !lacks ? 'good' : 'unsure'}>
      {texts.samplesTag(format.number(looked), format.number(rows.length))}
    </Tag>
  );
}

function OpinionTag({ own, view }: OverviewProps) {
  const texts = useAssureTexts();
  const { values } = useStatementTexts();
  const words: Readonly<Record<string, string>> = values;
  if (own === null) return <Tag>{texts.noOpinion}</Tag>;
  if (own.answers !== view.id) return <Tag tone="unsure">{texts.outdatedOpinion}</Tag>;
  return <Tag tone={toneOfAnswer(own.opinion)}>{wordOf(words, own.opinion)}</Tag>;
}
