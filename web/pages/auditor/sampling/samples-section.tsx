import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { SamplePlan } from '../../../../jobs/sample/draw-sample.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { type AuditWork, dropDraft, isFrozen, type SampleWork, startDraft } from '../shared/audit-store.ts';
import { Notice } from '../../../components/notice.tsx';
import classes from '../shared/auditor.module.css';
import type { Material } from '../../../../jobs/reperform/material.ts';
import { PlanForm } from './plan-form.tsx';
import { listRowSources, rowsOf } from '../../../../jobs/sample/row-sources.ts';
import { SampleCard } from './sample-card.tsx';
import { drawFrom, proposeSeed } from '../../../../jobs/sample/sampled-rows.ts';
import { useSamplingTexts } from './sampling-texts.ts';

interface SamplesSectionProps {
  readonly party: Hex;
  /** The record that the opinion is on. */
  readonly view: RecordView;
  readonly material: Material;
  readonly work: AuditWork;
  readonly onWork: (change: (work: AuditWork) => AuditWork) => void;
  /** Whether an opinion on the samples is ready to be signed. */
  readonly isPrepared: boolean;
}

/** Draws samples of rows, and records what was found at each. */
export function SamplesSection(props: SamplesSectionProps) {
  const { party, view, material, work, onWork, isPrepared } = props;
  const texts = useSamplingTexts();
  const sources = useMemo(() => listRowSources(material), [material]);
  const add = (plan: SamplePlan): void => {
    const { rows } = drawFrom(material, plan);
    const found = rows.map(() => ({ finding: 'open' as const, note: '' }));
    onWork((now) => ({ ...now, samples: [...now.samples, { plan, found }] }));
  };
  const change = (index: number, sample: SampleWork | null): void =>
    onWork((now) => ({
      ...now,
      samples: now.samples.flatMap((each, at) => (at !== index ? [each] : sample === null ? [] : [sample])),
    }));
  const isClosed = isFrozen(work) || isPrepared;
  return (
    <section className={classes['section']} aria-labelledby="samples">
      <header>
        <h2 id="samples" tabIndex={-1}>
          {texts.title}
        </h2>
        <p className="quiet">{texts.lead}</p>
      </header>
      {work.signed !== undefined && <SignedNotice work={work} onWork={onWork} isPrepared={isPrepared} />}
      <div className="card stack">
        {isClosed ? (
          work.samples.length === 0 && <p>{texts.noneSigned}</p>
        ) : sources.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <PlanForm
            sources={sources}
            proposed={proposeSeed(party, view)}
            rowsOf={(source) => rowsOf(material, source)}
            count={(plan) => drawFrom(material, plan).rows.length}
            onPlan={add}
          />
        )}
        {work.samples.map((sample, index) => (
          <SampleCard
            // Samples are only added at the end, and two may be equal.
            key={index}
            sample={sample}
            material={material}
            isFrozen={isClosed}
            onChange={(next) => change(index, next)}
          />
        ))}
      </div>
    </section>
  );
}

/** Says whether the samples are those of the signed opinion, and lets a draft for a new one begin or end. */
function SignedNotice({
  work,
  onWork,
  isPrepared,
}: Pick<SamplesSectionProps, 'work' | 'onWork' | 'isPrepared'>) {
  const texts = useSamplingTexts();
  const isSigned = isFrozen(work);
  return (
    <Notice tone={isSigned ? 'neutral' : 'unsure'} isLive title={isSigned ? texts.frozen : texts.draft}>
      <p>{isSigned ? texts.frozenLead : texts.draftLead}</p>
      <div className="row">
        <Button
          variant="default"
          disabled={isPrepared}
          onClick={() => onWork(isSigned ? startDraft : dropDraft)}
        >
          {isSigned ? texts.startDraft : texts.dropDraft}
        </Button>
        {work.signed !== undefined && (
          <Link to="/records/$id" params={{ id: work.signed.opinion }}>
            {texts.openSigned}
          </Link>
        )}
      </div>
    </Notice>
  );
}
