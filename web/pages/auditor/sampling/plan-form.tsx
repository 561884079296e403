import { Button, NativeSelect, NumberInput, Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { MOST_SAMPLED, type SamplePlan, samplePlanSchema } from '../../../../client/sampling/draw-sample.ts';
import { statusQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import classes from '../paper/auditor.module.css';
import type { RowSource } from './row-sources.ts';
import { useSamplingTexts } from './sampling-texts.ts';

const METHODS = ['random', 'proportional', 'above'] as const;

interface PlanFormProps {
  readonly sources: readonly RowSource[];
  /** The seed that is proposed. */
  readonly proposed: string;
  /** Returns how many rows a plan draws. */
  readonly count: (plan: SamplePlan) => number;
  readonly onPlan: (plan: SamplePlan) => void;
}

type Fault = 'seed' | 'least' | 'empty' | null;

/** Asks which rows are drawn, how, and from which seed. */
export function PlanForm({ sources, proposed, count, onPlan }: PlanFormProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const [name, setName] = useState(sources[0]?.name ?? '');
  const [method, setMethod] = useState<(typeof METHODS)[number]>('random');
  const [size, setSize] = useState(10);
  const [least, setLeast] = useState('');
  const [seed, setSeed] = useState(proposed);
  const [fault, setFault] = useState<Fault>(null);
  const source = sources.find((each) => each.name === name) ?? sources[0];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (source === undefined) return;
    const { record, selection, unit } = source;
    const about = { record, selection, unit, method };
    const { data } = samplePlanSchema.safeParse(
      method === 'above' ? { ...about, least: least.trim() } : { ...about, size, seed: seed.trim() },
    );
    const found =
      data === undefined ? (method === 'above' ? 'least' : 'seed') : count(data) === 0 ? 'empty' : null;
    setFault(found);
    if (found === null && data !== undefined) onPlan(data);
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <NativeSelect
        label={texts.source}
        value={source?.name}
        data={sources.map(({ name: value, title, type, unit, count: rows }) => ({
          value,
          label:
            unit === null
              ? texts.sourceAll(title, format.number(rows))
              : texts.sourceOption(title, type ?? '–', format.unit(unit), format.number(rows)),
        }))}
        onChange={({ target }) => {
          setName(target.value);
          if (sources.find((each) => each.name === target.value)?.unit === null) setMethod('random');
        }}
      />
      <Radio.Group label={texts.method} value={method} onChange={(chosen) => setMethod(chosen)}>
        <div className={classes['fields']}>
          {METHODS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={texts.methods[each]}
              disabled={each !== 'random' && source?.unit === null}
              description={
                each !== 'random' && source?.unit === null ? texts.methodNeedsUnit : texts.methodHelp[each]
              }
            />
          ))}
        </div>
      </Radio.Group>
      {method === 'above' ? (
        <TextInput
          label={`${texts.least} (${format.unit(source?.unit ?? '')})`}
          value={least}
          error={fault === 'least' ? texts.leastWrong : fault === 'empty' ? texts.empty : null}
          onChange={({ target }) => setLeast(target.value)}
        />
      ) : (
        <>
          <NumberInput
            label={texts.size}
            value={size}
            min={1}
            max={MOST_SAMPLED}
            allowDecimal={false}
            clampBehavior="strict"
            onChange={(value) => setSize(Number(value) || 1)}
          />
          <SeedField seed={seed} onSeed={setSeed} error={fault === 'seed' ? texts.seedMissing : null} />
        </>
      )}
      <div>
        <Button type="submit">{texts.draw}</Button>
      </div>
    </form>
  );
}

interface SeedFieldProps {
  readonly seed: string;
  readonly onSeed: (seed: string) => void;
  readonly error: string | null;
}

function SeedField({ seed, onSeed, error }: SeedFieldProps) {
  const texts = useSamplingTexts();
  const { data } = useQuery(statusQuery);
  const block = data?.chain?.final ?? null;
  return (
    <div>
      <TextInput
        label={texts.seed}
        description={texts.seedWhy}
        value={seed}
        error={error}
        maxLength={256}
        spellCheck={false}
        onChange={({ target }) => onSeed(target.value)}
      />
      {block !== null && (
        <Button
          mt="xs"
          variant="default"
          size="compact-md"
          onClick={() => onSeed(`block ${block.number} ${block.hash}`)}
        >
          {texts.seedBlock}
        </Button>
      )}
    </div>
  );
}
