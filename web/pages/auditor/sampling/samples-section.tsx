import { useMemo } from 'react';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { SamplePlan } from '../../../../client/sampling/draw-sample.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { AuditWork, SampleWork } from '../paper/audit-store.ts';
import classes from '../paper/auditor.module.css';
import type { Material } from '../recompute/material.ts';
import { PlanForm } from './plan-form.tsx';
import { listRowSources } from './row-sources.ts';
import { SampleCard } from './sample-card.tsx';
import { drawFrom, proposeSeed } from './sampled-rows.ts';
import { useSamplingTexts } from './sampling-texts.ts';

interface SamplesSectionProps {
  readonly party: Hex;
  /** The record that the opinion is on. */
  readonly view: RecordView;
  readonly material: Material;
  readonly work: AuditWork;
  readonly onWork: (change: (work: AuditWork) => AuditWork) => void;
}

/** Draws samples of rows, and records what was found at each. */
export function SamplesSection({ party, view, material, work, onWork }: SamplesSectionProps) {
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
  return (
    <section className={classes['section']} aria-labelledby="samples">
      <header>
        <h2 id="samples" tabIndex={-1}>
          {texts.title}
        </h2>
        <p className="quiet">{texts.lead}</p>
      </header>
      <div className="card stack">
        {sources.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <PlanForm
            sources={sources}
            proposed={proposeSeed(party, view)}
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
            onChange={(next) => change(index, next)}
          />
        ))}
      </div>
    </section>
  );
}
