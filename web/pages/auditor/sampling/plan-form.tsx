import { Button, NativeSelect, NumberInput, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MOST_SAMPLED, type SamplePlan, samplePlanSchema } from '../../../../jobs/sample/draw-sample.ts';
import type { Entry } from '../../../../core/records/entry.ts';
import { useFormat } from '../../../language/format.ts';
import classes from '../shared/auditor.module.css';
import { type Choice, ChosenRows } from './chosen-rows.tsx';
import type { RowSource } from '../../../../jobs/sample/row-sources.ts';
import { useSamplingTexts } from './sampling-texts.ts';
import { SeedField } from './seed-field.tsx';
import { Form } from '../../../components/form.tsx';

const METHODS = ['random', 'proportional', 'above', 'chosen'] as const;
type Method = (typeof METHODS)[number];

/** Methods that compare values, and so need rows of one unit. */
const OF_ONE_UNIT: readonly Method[] = ['proportional', 'above'];

interface PlanFormProps {
  readonly sources: readonly RowSource[];
  /** The seed that is proposed. */
  readonly proposed: string;
  /** Returns how many rows a plan draws. */
  readonly count: (plan: SamplePlan) => number;
  /** Returns the rows that can be drawn from a source. */
  readonly rowsOf: (source: RowSource) => readonly Entry[];
  readonly onPlan: (plan: SamplePlan) => void;
}

type Fault = 'seed' | 'least' | 'chosen' | 'empty' | null;
const FAULTS = { random: 'seed', proportional: 'seed', above: 'least', chosen: 'chosen' } as const;
const NOTHING: Choice = { keys: [], reason: '' };

/** Asks which rows are looked at: drawn, from which seed, or chosen one by one. */
export function PlanForm({ sources, proposed, count, rowsOf, onPlan }: PlanFormProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const [name, setName] = useState(sources[0]?.name ?? '');
  const [method, setMethod] = useState<Method>('random');
  const [size, setSize] = useState(10);
  const [least, setLeast] = useState('');
  const [seed, setSeed] = useState(proposed);
  const [choice, setChoice] = useState(NOTHING);
  const [fault, setFault] = useState<Fault>(null);
  const source = sources.find((each) => each.name === name) ?? sources[0];
  const most = mostOf(source);
  const parts = {
    random: { size: Math.min(size, most), seed: seed.trim() },
    proportional: { size: Math.min(size, most), seed: seed.trim() },
    above: { least: least.trim() },
    chosen: { keys: choice.keys, reason: choice.reason.trim() },
  };
  const submit = (): void => {
    if (source === undefined) return;
    const { record, selection, unit } = source;
    const { data } = samplePlanSchema.safeParse({ record, selection, unit, method, ...parts[method] });
    const found = data === undefined ? FAULTS[method] : count(data) === 0 ? 'empty' : null;
    setFault(found);
    if (found !== null || data === undefined) return;
    setChoice(NOTHING);
    onPlan(data);
  };
  return (
    <Form className="stack" noValidate onSubmit={submit}>
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
          setChoice({ ...choice, keys: [] });
          const isMixed = sources.find((each) => each.name === target.value)?.unit === null;
          if (isMixed && OF_ONE_UNIT.includes(method)) setMethod('random');
        }}
      />
      <Radio.Group
        label={texts.method}
        value={method}
        onChange={(chosen) => {
          setMethod(chosen);
          setFault(null);
        }}
      >
        <div className={classes['fields']}>
          {METHODS.map((each) => (
            <MethodRadio key={each} method={each} isMixed={source?.unit === null} />
          ))}
        </div>
      </Radio.Group>
      {method === 'above' && (
        <LeastField least={least} onLeast={setLeast} unit={source?.unit ?? ''} fault={fault} />
      )}
      {method === 'chosen' && source !== undefined && (
        <ChosenRows rows={rowsOf(source)} choice={choice} onChoice={setChoice} isTried={fault === 'chosen'} />
      )}
      {(method === 'random' || method === 'proportional') && (
        <>
          <SizeField size={size} most={most} onSize={setSize} />
          <SeedField seed={seed} onSeed={setSeed} error={fault === 'seed' ? texts.seedMissing : null} />
        </>
      )}
      <div>
        <Button type="submit">{method === 'chosen' ? texts.take : texts.draw}</Button>
      </div>
    </Form>
  );
}

/** Returns how many rows can be drawn from a source at most. */
function mostOf(source: RowSource | undefined): number {
  return Math.min(MOST_SAMPLED, source?.count ?? 1);
}

function MethodRadio({ method, isMixed }: { method: Method; isMixed: boolean }) {
  const texts = useSamplingTexts();
  const isClosed = isMixed && OF_ONE_UNIT.includes(method);
  return (
    <Radio
      value={method}
      label={texts.methods[method]}
      disabled={isClosed}
      description={isClosed ? texts.methodNeedsUnit : texts.methodHelp[method]}
    />
  );
}

interface LeastFieldProps {
  readonly least: string;
  readonly onLeast: (least: string) => void;
  readonly unit: string;
  readonly fault: Fault;
}

function LeastField({ least, onLeast, unit, fault }: LeastFieldProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  return (
    <TextInput
      label={texts.leastIn(format.unit(unit))}
      value={least}
      error={fault === 'least' ? texts.leastWrong : fault === 'empty' ? texts.empty : null}
      onChange={({ target }) => onLeast(target.value)}
    />
  );
}

interface SizeFieldProps {
  readonly size: number;
  readonly most: number;
  readonly onSize: (size: number) => void;
}

/** Asks for the size of a sample. What was written is kept for a larger population. */
function SizeField({ size, most, onSize }: SizeFieldProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  return (
    <NumberInput
      label={texts.size}
      description={texts.sizeMost(format.number(most))}
      value={Math.min(size, most)}
      min={1}
      max={most}
      allowDecimal={false}
      clampBehavior="strict"
      onChange={(value) => onSize(Number(value) || 1)}
    />
  );
}
