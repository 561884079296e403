import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormat } from '../../../language/format.ts';
import type { SampleWork } from '../shared/audit-store.ts';
import classes from '../shared/auditor.module.css';
import type { Material } from '../../../../jobs/reperform/material.ts';
import { useSampleWords } from './sample-words.ts';
import { SampledRow } from './sampled-row.tsx';
import { drawFrom } from '../../../../jobs/sample/sampled-rows.ts';
import { useSamplingTexts } from './sampling-texts.ts';

interface SampleCardProps {
  readonly sample: SampleWork;
  readonly material: Material;
  /** Null removes the sample. */
  readonly onChange: (sample: SampleWork | null) => void;
  /** Whether the sample is signed, or about to be. */
  readonly isFrozen: boolean;
}

/** A sample: how it was drawn, its rows, and what was found at each. */
export function SampleCard({ sample, material, onChange, isFrozen }: SampleCardProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const words = useSampleWords();
  const { plan, found } = sample;
  const { population, rows } = useMemo(() => drawFrom(material, plan), [material, plan]);
  const title = material.records.find(({ id }) => id === plan.record)?.title ?? '';
  const change = (index: number, part: Partial<SampleWork['found'][number]>): void =>
    onChange({ plan, found: found.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  const looked = found.filter(({ finding }) => finding !== 'open').length;
  return (
    <article className={classes['sample']}>
      <div className="row">
        <h3>{texts.sample(format.number(rows.length), format.number(population.count))}</h3>
        <span role="status">{texts.looked(format.number(looked), format.number(rows.length))}</span>
      </div>
      <p className={`quiet ${classes['seed']}`}>
        {words.about(plan, title)}. {words.chosenBy(plan)}
        {'seed' in plan && (
          <>
            . {texts.seed} <code>{plan.seed}</code>
          </>
        )}
      </p>
      <ul className="plain">
        {rows.map((row, index) => (
          <SampledRow
            key={row.entry.key}
            {...row}
            record={plan.record}
            found={found[index] ?? { finding: 'open', note: '' }}
            onFound={isFrozen ? null : (part) => change(index, part)}
          />
        ))}
      </ul>
      {!isFrozen && <RemoveButton onRemove={() => onChange(null)} />}
    </article>
  );
}

function RemoveButton({ onRemove }: { onRemove: () => void }) {
  const texts = useSamplingTexts();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <div>
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => setAsked(true)}>
          {texts.remove}
        </Button>
      </div>
    );
  return (
    <div className="row" role="alert">
      {texts.removeSure}
      <Button color="red" size="compact-md" onClick={onRemove}>
        {texts.removeYes}
      </Button>
      <Button variant="default" size="compact-md" onClick={() => setAsked(false)}>
        {texts.removeNo}
      </Button>
    </div>
  );
}
