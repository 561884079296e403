import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { FINDINGS, type RowFinding } from '../../../../client/sampling/working-paper.ts';
import { readDocumentName } from '../../../../core/records/document-name.ts';
import type { Entry } from '../../../../core/records/entry.ts';
import { Breakable } from '../../../components/breakable.tsx';
import { Hash } from '../../../components/hash.tsx';
import { JsonValue } from '../../../components/json-value.tsx';
import { useFormat } from '../../../language/format.ts';
import type { SampleWork } from '../paper/audit-store.ts';
import classes from '../paper/auditor.module.css';
import type { Material } from '../recompute/material.ts';
import { drawFrom } from './sampled-rows.ts';
import { useSamplingTexts } from './sampling-texts.ts';

interface SampleCardProps {
  readonly sample: SampleWork;
  readonly material: Material;
  /** Null removes the sample. */
  readonly onChange: (sample: SampleWork | null) => void;
}

/** A sample: how it was drawn, its rows, and what was found at each. */
export function SampleCard({ sample, material, onChange }: SampleCardProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
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
        {plan.unit === null
          ? texts.aboutAll(title)
          : texts.about(title, plan.selection.rows?.join(', ') ?? '–', format.unit(plan.unit))}
        . {texts.drawnBy(texts.methods[plan.method])}
        {plan.method === 'above' ? (
          <>, {texts.from(format.decimal(plan.least), format.unit(plan.unit))}</>
        ) : (
          <>
            . {texts.seed} <code>{plan.seed}</code>
          </>
        )}
      </p>
      <ul className={classes['rows']}>
        {rows.map(({ entry, hits }, index) => (
          <SampledRow
            key={entry.key}
            entry={entry}
            hits={hits}
            record={plan.record}
            found={found[index] ?? { finding: 'open', note: '' }}
            onFound={(part) => change(index, part)}
          />
        ))}
      </ul>
      <RemoveButton onRemove={() => onChange(null)} />
    </article>
  );
}

interface SampledRowProps {
  readonly entry: Entry;
  readonly hits: number;
  readonly record: SampleWork['plan']['record'];
  readonly found: SampleWork['found'][number];
  readonly onFound: (part: Partial<SampleWork['found'][number]>) => void;
}

function SampledRow({ entry, hits, record, found, onFound }: SampledRowProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const { key, value, unit, from, until, detail } = entry;
  const document = readDocumentName(entry);
  return (
    <li className={classes['sampled']}>
      <div>
        <Breakable text={key} />
        <div className="quiet">
          {until !== 0 && format.period(from, until)} {hits > 1 && texts.hits(format.number(hits))}
        </div>
        <details>
          <summary>{texts.detail}</summary>
          {detail !== null && <JsonValue value={detail} />}
          {document !== null && (
            <p>
              {texts.document} <Hash value={document.sha256} />
            </p>
          )}
          <Link to="/records/$id/impact" params={{ id: record }} search={{ row: key }}>
            {texts.impact}
          </Link>
        </details>
      </div>
      <div>
        {value === null ? '–' : format.decimal(value)} <span className="unbroken">{format.unit(unit)}</span>
      </div>
      <NativeSelect
        aria-label={texts.finding(key)}
        value={found.finding}
        data={FINDINGS.map((each) => ({ value: each, label: texts.findings[each] }))}
        onChange={({ target }) => onFound({ finding: target.value as RowFinding })}
      />
      <TextInput
        aria-label={texts.note(key)}
        placeholder={texts.notePlace}
        value={found.note}
        maxLength={2000}
        onChange={({ target }) => onFound({ note: target.value })}
      />
    </li>
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
